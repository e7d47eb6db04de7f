"""The dialect of OCPP 2.0.1 (and, later, 2.1)."""
