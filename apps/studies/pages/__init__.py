"""Pages of studies: find, ask, do, answer."""
