"""The screens of duties, one module a task: the list, one duty, its endings, registering, files, items, limits, notices."""
