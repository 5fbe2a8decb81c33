"""A day's or a week's papers as an e-mail."""
