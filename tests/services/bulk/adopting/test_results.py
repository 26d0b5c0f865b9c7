"""What comes of each id, one by one and again."""

import pytest

from tests import factories
from threadsui.api import answers
from threadsui.models import AccessGroup, Adoption, Operation, Thread
from threadsui.services.bulk import adoption_answers
from threadsui.services.bulk.adopting import adopt_again
from threadsui.services.errors import ServiceError

from .operations import TICKET, results, turn

pytestmark = pytest.mark.django_db


def test_each_id_has_a_result_of_its_own(there, press, desk, monkeypatch):
    monkeypatch.setattr(answers, "MAX_BYTES", 2_000)
    ids = [there.make({})["id"] for _ in range(7)]
    good, large, odd, other, denied, bad, here = ids
    factories.thread(connection=desk, remote_id=here)
    there.instead |= {
        f"/threads/{large}": (200, {"id": large, "metadata": {"a": "x" * 3_000}}),
        f"/threads/{odd}": (200, "nothing of the kind"),
        f"/threads/{other}": (200, {"id": good}),
        f"/threads/{denied}": (403, {"error": {"message": "Not yours."}}),
        f"/threads/{bad}": (400, {"error": {"message": "Expected an id that begins so."}}),
    }

    done = turn(press(*ids, "thread_none"))

    assert results(done) == {
        good: "adopted",
        large: "too_large",
        odd: "odd",
        other: "odd",
        denied: "forbidden",
        bad: "refused",
        here: "already",
        "thread_none": "gone",
    }
    assert done.done_count == 8
    assert not any(here in path for path in there.paths)  # it is here: nobody is asked
    assert "Expected an id that begins so" in Adoption.objects.get(remote_id=bad).reason
    assert Adoption.objects.get(remote_id=here).thread is not None


def test_thread_with_more_messages_than_fit_is_left_there(there, press, monkeypatch):
    monkeypatch.setattr(adoption_answers, "MESSAGES_MAX", 1)

    assert turn(press(there.make(TICKET)["id"])).counts == {"too_large": 1}
    assert not Thread.objects.exists()


def test_adopting_twice_makes_one_record(there, press):
    made = there.make(TICKET)
    first, second = press(made["id"]), press(made["id"])

    assert turn(first).counts == {"adopted": 1}
    assert turn(second).counts == {"already": 1}
    assert Thread.objects.count() == 1
    assert second.adoptions.get().thread == Thread.objects.get()


def test_too_many_ids_are_refused_before_anything_is_written(press):
    with pytest.raises(ServiceError, match="1,001 ids; the limit is 1,000") as caught:
        press(*(f"thread_{number}" for number in range(1_001)))

    assert caught.value.param == "ids"
    assert not Operation.objects.exists()


def test_nothing_is_tried_again_when_all_is_said(there, press, agent):
    done = turn(press(there.make(TICKET)["id"]))

    with pytest.raises(ServiceError, match="nothing to try again"):
        adopt_again(operation=done, actor=agent)


def test_ids_of_a_connection_that_is_kept_for_others_by_now_are_not_tried_again(
    there, press, agent, desk
):
    operation = press(there.make(TICKET)["id"])
    desk.groups.add(AccessGroup.objects.create(name="Others"))
    stopped = turn(operation)

    with pytest.raises(ServiceError, match="no such connection"):
        adopt_again(operation=stopped, actor=agent)

    assert Operation.objects.count() == 1
