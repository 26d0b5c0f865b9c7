"""`manage.py audit_verify` and `audit_checkpoint`: what they say, and their exit codes."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.audit import tampering
from tests.audit.tampering import TABLE
from threadsui.audit import checkpoints
from threadsui.audit.seals import is_genuine_verification
from threadsui.models import AuditCheckpoint, AuditVerification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def history(write):
    write(4)


def test_whole_chain_is_said_to_be_whole_and_the_result_is_kept(capsys):
    call_command("audit_verify")

    assert "The audit chain is whole, up to event 4." in capsys.readouterr().out
    result = AuditVerification.objects.get()
    assert (result.number, result.problem) == (4, "")
    assert is_genuine_verification(result)


@pytest.mark.parametrize(
    "statement, sentence",
    [
        (f"UPDATE {TABLE} SET reason = 'mine' WHERE id = 2", "Event 2 was edited."),
        (f"DELETE FROM {TABLE} WHERE id = 2", "Event 2 was deleted."),
        (f"DELETE FROM {TABLE} WHERE id IN (2, 3)", "Events 2 to 3 were deleted."),
        (f"DELETE FROM {TABLE} WHERE id > 3", "The last event, 4, was cut off."),
        (f"DELETE FROM {TABLE} WHERE id > 2", "The last events, 3 to 4, were cut off."),
        ("DELETE FROM threadsui_audithead", "The record of the chain's end was changed"),
    ],
)
def test_broken_chain_is_told_with_the_first_bad_event_and_ends_with_three(
    capsys, statement, sentence
):
    tampering.run(statement)

    with pytest.raises(SystemExit) as ended:
        call_command("audit_verify")

    assert ended.value.code == 3
    assert sentence in capsys.readouterr().out


def test_result_that_somebody_changed_is_not_genuine():
    call_command("audit_verify", verbosity=0)

    AuditVerification.objects.update(number=400)

    assert not is_genuine_verification(AuditVerification.objects.get())


def test_checkpoint_is_kept_in_the_database_the_file_and_the_log(capsys, caplog):
    caplog.set_level("INFO", logger="threadsui.audit")

    call_command("audit_checkpoint")

    kept = AuditCheckpoint.objects.get()
    assert f"Checkpoint 1: event 4, MAC {kept.mac}" in capsys.readouterr().out
    assert json.loads(checkpoints.path().read_text())["seal"] == kept.seal
    assert kept.seal in caplog.text
    assert checkpoints.path().stat().st_mode & 0o777 == 0o600


def test_end_that_does_not_fit_is_not_sealed():
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 3")

    with pytest.raises(CommandError, match="audit_verify"):
        call_command("audit_checkpoint")
