"""One module a command; `cli.py` names them."""
