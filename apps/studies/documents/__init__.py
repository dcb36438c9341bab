"""Values of a study as tables, figures, sentences and files."""
