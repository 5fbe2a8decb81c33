"""Contributions without git: an issue's form becomes a change of the content folder."""
