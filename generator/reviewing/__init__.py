"""What a change of the content folder does for readers, as a pull request's reviewer wants it."""
