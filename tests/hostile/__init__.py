"""Hostile input, through every field, format and file, to the built site in a browser."""
