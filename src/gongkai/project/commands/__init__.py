"""One module a sub-command: HELP text lives in cli.py, each has configure(parser) and run(args)."""
