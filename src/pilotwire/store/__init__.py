"""What must survive: the ledger and the durable slices of the state, in SQLite, written by one thread."""
