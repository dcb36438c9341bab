"""The API of one's own account and organisation."""
