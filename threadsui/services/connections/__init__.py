"""Connections: made, changed, switched off, and tested (the probes)."""
