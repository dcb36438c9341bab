"""Pages of one's own account and organisation."""
