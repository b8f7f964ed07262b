"""The screens of people, one module a task: the list, accounts, roles and leave of others, one's own leave, the rota."""
