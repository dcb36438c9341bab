"""What may stand in a study and on a sheet: pure checks and calculations, no models."""
