"""Copies of a database and its files: made whole or not at all, checked before they are used."""
