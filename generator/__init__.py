"""Paperfeed: a stream of abstracts becomes a fast, searchable, forkable website."""

__version__ = "0.1.0"
