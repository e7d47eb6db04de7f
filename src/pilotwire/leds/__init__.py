"""The lamps: what a person at the station sees. Views of the station, and a small shell that lights them."""
