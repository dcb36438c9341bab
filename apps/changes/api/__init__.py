"""The API of supplier changes."""
