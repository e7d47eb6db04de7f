"""What the central system asks of the station: one file per request (OCPP 1.6 5)."""
