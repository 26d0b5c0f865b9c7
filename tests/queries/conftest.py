import re

import pytest
from django.db import connection

BY_INDEX = r"(INDEX|Index Scan using|Index Scan on|Index Only Scan using) "
BY_INDEX_ALONE = r"(COVERING INDEX|Index Only Scan using) "
WHOLE = r"(SCAN threadsui_{table}(?! USING)|Seq Scan on threadsui_{table})"


@pytest.fixture
def assert_reads_index(db):
    """Fail unless the database answers by this index of this table, and never reads the table whole.

    The statement is SQL or a queryset; `alone` means that not one row of the table is read besides. PostgreSQL would
    rather read all of a table as small as those of the tests, so it is told not to.
    """

    def check(statement, table, index, *, alone=False):
        plan = _plan(statement)
        assert re.search((BY_INDEX_ALONE if alone else BY_INDEX) + index, plan), plan
        assert not re.search(WHOLE.format(table=table), plan), plan

    return check


def _plan(statement):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        if not isinstance(statement, str):
            return statement.explain()
        cursor.execute(f"{connection.ops.explain_query_prefix()} {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
