"""Connections and their retention rules, as leads, auditors and admins see them."""
