"""Creating threads: the ledger that is opened before the call, its outcomes, and what people decide about those."""
