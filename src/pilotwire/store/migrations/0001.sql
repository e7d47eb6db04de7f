CREATE TABLE ledger(
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    tx TEXT NOT NULL,
    ended INTEGER NOT NULL,
    fact BLOB NOT NULL,
    receipt INTEGER NOT NULL DEFAULT 0,
    note TEXT
);
CREATE INDEX ledger_unsent ON ledger(row) WHERE receipt = 0;
CREATE INDEX ledger_tx ON ledger(tx);
CREATE INDEX ledger_note ON ledger(note) WHERE note IS NOT NULL;
CREATE TABLE slice(name TEXT PRIMARY KEY, value BLOB NOT NULL);
