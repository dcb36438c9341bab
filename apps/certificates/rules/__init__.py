"""Pure rules of certification: numbers, verdicts, validity, and what may not be decided."""
