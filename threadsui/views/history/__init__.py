"""What has happened: the ledger of creates and what people decide about it, the API calls, the audit history."""
