"""The demo: a station, a vehicle, a card, a broker and a central system play one charging session, watched live."""
