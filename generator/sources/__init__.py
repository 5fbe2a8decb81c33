"""The formats, a module each; `generator/formats.py` lists them."""
