"""The paper and where it is kept."""
