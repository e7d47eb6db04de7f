"""One EVSE: small machines that do not talk to each other, and the walk that brings the hardware where they want it."""
