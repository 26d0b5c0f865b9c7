"""The end of the history is sealed now and then, in a table and in a file: what was cut or put back is found."""

import pytest

from tests.audit import tampering
from tests.audit.tampering import TABLE
from threadsui.audit import checkpoints
from threadsui.models import AuditHead

from .finding import Problem, found

pytestmark = pytest.mark.usefixtures("history")


def old_head():
    return AuditHead.objects.values_list("number", "mac", "key_id", "seal").get()


def put_back(head):
    tampering.run(
        "UPDATE threadsui_audithead SET number = %s, mac = %s, key_id = %s, seal = %s", *head
    )


def test_cut_tail_is_found_when_an_earlier_head_was_put_back(write):
    head = old_head()
    write(2)
    checkpoints.make()
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 8")
    put_back(head)

    assert found() == (8, Problem.TRUNCATED, 9, 10)


def test_cut_tail_is_found_by_the_file_when_the_checkpoints_were_cut_as_well(write):
    head = old_head()
    checkpoints.make()
    write(2)
    checkpoints.make()
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 8")
    tampering.run("DELETE FROM threadsui_auditcheckpoint WHERE id > 1")
    put_back(head)

    assert found() == (8, Problem.TRUNCATED, 9, 10)


def test_tail_that_was_cut_and_written_anew_is_found(write):
    head = old_head()
    write(2)
    checkpoints.make()
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 8")
    put_back(head)
    write(3)

    assert found() == (11, Problem.CHECKPOINT, 1, 1)


@pytest.mark.parametrize(
    "change", ["number = 3", "mac = 'ab'", "created_at = '2020-01-01 00:00:00+00:00'"]
)
def test_changed_checkpoint_is_found(write, change):
    checkpoints.make()
    tampering.run(f"UPDATE threadsui_auditcheckpoint SET {change}")

    assert found() == (8, Problem.CHECKPOINT, 1, 1)


def test_deleted_checkpoint_is_found(write):
    checkpoints.make()
    write(1)
    checkpoints.make()
    tampering.run("DELETE FROM threadsui_auditcheckpoint WHERE id = 1")

    assert found() == (9, Problem.CHECKPOINT, 1, 1)


def test_line_in_the_file_that_is_not_ours_is_found():
    checkpoints.make()
    with checkpoints.path().open("a") as file:
        file.write('{"checkpoint": 2, "number": 8}\n')

    assert found() == (8, Problem.CHECKPOINT, None, None)


def test_file_that_is_lost_is_no_problem():
    checkpoints.make()
    checkpoints.path().unlink()

    assert found() == (8, "")


def test_checkpoint_is_made_once_for_one_end():
    assert checkpoints.make().number == 8
    assert checkpoints.make() is None


def test_end_that_does_not_fit_is_not_sealed():
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 5")

    with pytest.raises(checkpoints.ChainBroken):
        checkpoints.make()
