import pytest

from threadsui.models import ThreadText
from threadsui.textindex import upkeep


@pytest.fixture
def assert_index_agrees():
    """The rows of text are what the records say, and the engine's index is that of the rows."""

    def check(*threads):
        assert upkeep.wrong_threads() == []
        assert upkeep.index_agrees()
        assert {row.pk for row in ThreadText.objects.all()} >= {thread.pk for thread in threads}

    return check
