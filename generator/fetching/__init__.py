"""Asking sources for papers over HTTP: politely, within limits, and with an account of each day."""
