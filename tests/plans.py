"""How a database would answer: its plan, in its own words."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

IN_ORDER = ("sort", "bitmapscan", "seqscan")  # what a page in an index's order needs none of


def plan_of(ask, without=IN_ORDER):
    """What the database says about the one query of `ask`."""
    (plan,) = plans_of(ask, without)
    return plan


def plans_of(ask, without=IN_ORDER):
    """What the database says about each query of `ask`; PostgreSQL without these ways, if there is another."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    return [explained(statement["sql"], without) for statement in queries.captured_queries]


def explained(statement, without=IN_ORDER):
    """What it says about a statement, SQL or a queryset. PostgreSQL has next to no rows in a test, and would read all.

    SQLite plans a queryset, whose values are parameters, in other ways than SQL with the values in it.
    """
    with connection.cursor() as cursor:
        for way in without if connection.vendor == "postgresql" else ():
            cursor.execute(f"SET LOCAL enable_{way} = off")
        if not isinstance(statement, str):
            return statement.explain()
        cursor.execute(f"{connection.ops.explain_query_prefix()} {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
