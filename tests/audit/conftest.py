import pytest
from django.contrib.auth.models import Group

from threadsui.audit.recording import record
from threadsui.models import AuditEvent


@pytest.fixture
def write(db):
    """Write so many events of a short history: each says another thing."""

    def make(number):
        target = Group.objects.first()
        for position in range(number):
            record(
                AuditEvent.Action.THREAD_UPDATED,
                actor=None,
                target=target,
                changes={"title": {"old": f"Title {position}", "new": f"Title {position + 1}"}},
                reason=f"Reason {position}",
            )

    return make


@pytest.fixture(autouse=True)
def checkpoints_in_a_folder_of_their_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def history(write):
    """Eight events."""
    write(8)
