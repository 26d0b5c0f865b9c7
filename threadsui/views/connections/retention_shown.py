"""A connection's retention rule, as its pages show it."""

from threadsui.queries.retention import rule_of
from threadsui.services.safekeeping.retention import first_run_of


def retention_shown(connection):
    """The rule, if there is one, and when it is carried out next."""
    rule = rule_of(connection)
    return {"rule": rule, "next_run": first_run_of(rule) if rule else None}
