"""Documents from people, JSON or YAML, read with suspicion and judged by the contract."""
