"""What moves current and reads signals: the simulated board now, real boards beside it."""
