"""OCPP on the wire. Nothing outside this room knows OCPP's wire words."""
