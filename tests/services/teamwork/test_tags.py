"""Tags on threads, and whose work a thread is: nothing of it is the server's business."""

import pytest

from tests import factories
from threadsui.models import ApiCall, AuditEvent, Tag, ThreadTag
from threadsui.services.errors import ServiceError
from threadsui.services.teamwork.assignment import assign_thread
from threadsui.services.teamwork.tags import TAGS_MAX, tag_thread, untag_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return factories.thread()


@pytest.fixture
def tag(thread, agent):
    def put(name, **options):
        return tag_thread(thread=thread, name=name, actor=agent, **{"may_create": True} | options)

    return put


def names(thread):
    return sorted(thread.tags.values_list("name", flat=True))


def told(thread, action):
    events = AuditEvent.objects.about(thread).filter(action=action).order_by("pk")
    return [event.changes for event in events]


@pytest.mark.parametrize(
    "typed, name",
    [
        ("VIP", "vip"),
        ("  Late  Delivery ", "late-delivery"),
        ("Größe", "größe"),
        ("ｒｅｆｕｎｄ", "refund"),  # full width
        ("हिन्दी", "हिन्दी"),
        ("v2.1_beta", "v2.1_beta"),
    ],
)
def test_tag_is_kept_in_one_spelling(thread, tag, typed, name):
    tag(typed)

    assert names(thread) == [name]


def test_tag_in_another_case_is_the_same_tag(thread, tag):
    assert tag("VIP") == tag("vip")
    assert Tag.objects.count() == ThreadTag.objects.count() == 1
    assert told(thread, "thread.tagged") == [{"tag": {"old": None, "new": "vip"}}]


def test_tag_on_a_thread_has_the_threads_moment(thread, tag):
    tag("vip")

    assert ThreadTag.objects.get().recorded_at == thread.recorded_at


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", "-vip", "a,b", "#vip", "a/b", "nul\x00", "k" * 41]
)
def test_name_that_cannot_be_a_tag_is_refused_at_its_field(thread, tag, typed):
    with pytest.raises(ServiceError) as caught:
        tag(typed)

    assert caught.value.param == "tag"
    assert not Tag.objects.exists()
    assert told(thread, "thread.tagged") == []


def test_new_tag_needs_the_right_to_make_one(thread, tag):
    with pytest.raises(ServiceError, match="There is no tag “vip”"):
        tag("vip", may_create=False)
    Tag.objects.create(name="vip")
    tag("vip", may_create=False)

    assert names(thread) == ["vip"]


def test_new_tag_has_the_chosen_colour_and_a_known_one_keeps_its_own(tag):
    assert tag("vip", tone="warn").tone == "warn"
    assert tag("vip", tone="danger").tone == "warn"

    with pytest.raises(ServiceError, match="no such colour"):
        tag("refund", tone="pink")
    assert not Tag.objects.filter(name="refund").exists()


def test_full_thread_takes_no_more_tags(thread, tag):
    for number in range(TAGS_MAX):
        tag(f"tag-{number}")

    with pytest.raises(ServiceError, match="at most 20 tags"):
        tag("one-more")
    assert len(names(thread)) == TAGS_MAX
    assert not Tag.objects.filter(name="one-more").exists()


def test_removing_a_tag_is_recorded_once(thread, tag, agent):
    vip = tag("vip")

    assert untag_thread(thread=thread, tag=vip, actor=agent)
    assert not untag_thread(thread=thread, tag=vip, actor=agent)
    assert names(thread) == []
    assert told(thread, "thread.untagged") == [{"tag": {"old": "vip", "new": None}}]


def test_assigning_says_who_had_it_before(thread, agent, lead):
    assign_thread(thread=thread, assignee=agent, actor=lead)
    assign_thread(thread=thread, assignee=agent, actor=lead)
    assign_thread(thread=thread, assignee=None, actor=lead)

    thread.refresh_from_db()
    assert thread.assignee is None
    assert told(thread, "thread.assigned") == [
        {"assignee": {"old": None, "new": "agent"}},
        {"assignee": {"old": "agent", "new": None}},
    ]


@pytest.mark.parametrize("role", ["viewer", "auditor", ""])
def test_nobody_is_given_work_they_may_not_do(thread, agent, role):
    with pytest.raises(ServiceError) as caught:
        assign_thread(thread=thread, assignee=factories.user(role), actor=agent)

    assert caught.value.param == "assignee"
    assert told(thread, "thread.assigned") == []


def test_person_who_has_left_is_given_no_work(thread, agent):
    with pytest.raises(ServiceError):
        assign_thread(thread=thread, assignee=factories.user(is_active=False), actor=agent)


def test_no_server_is_told(thread, tag, agent):
    tag("vip")
    assign_thread(thread=thread, assignee=agent, actor=agent)

    assert not ApiCall.objects.exists()
