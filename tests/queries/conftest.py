import re

import pytest
from django.db import connection

from tests.plans import explained

WHOLE = r"(SCAN threadsui_{table}(?! USING)|Seq Scan on threadsui_{table}\b)"


@pytest.fixture
def assert_reads_index(db):
    """Fail unless the database answers by this index of this table, and never reads the table whole.

    The statement is SQL or a queryset; `alone` means that not one row of the table is read besides. PostgreSQL chooses
    among the indexes by the rows there are, which are next to none here; of it, only the second half is asked.
    """

    def check(statement, table, index, *, alone=False):
        plan = explained(statement, without=("seqscan",))
        assert not re.search(WHOLE.format(table=table), plan), plan
        if connection.vendor == "sqlite":
            assert f"USING {'COVERING ' if alone else ''}INDEX {index}" in plan, plan

    return check
