import pytest

from threadsui.models import Connection


@pytest.fixture
def fault(sandbox_connection):
    def switch(name):
        Connection.objects.filter(pk=sandbox_connection.pk).update(sandbox_fault=name)

    return switch
