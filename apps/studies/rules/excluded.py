"""What is left out of an analysis."""

Excluded = tuple[str] | tuple[str, str] | tuple[str, str, int]
"""A laboratory everywhere, its cell at a level, or one replicate of the cell."""
