"""The charging interface over MQTT: one table of topics, an adapter that speaks and hears them, and a broker."""
