"""Pages of supplier changes."""
