CREATE TABLE sample(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    tx TEXT NOT NULL,
    sample BLOB NOT NULL
);
CREATE INDEX sample_tx ON sample(tx);
