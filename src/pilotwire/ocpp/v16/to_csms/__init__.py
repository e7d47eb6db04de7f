"""What the station tells and asks the central system: one file per request (OCPP 1.6 4)."""
