"""pilotwire: an EV charging station in Python, on a simulated board or on real hardware."""

__version__ = "0.1.0"
