"""The simulated board: physics, not a script. Vehicles, meters, contactors and signals that react as real ones do."""
