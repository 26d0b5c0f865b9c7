"""Doing one thing to many threads: which are touched, and what is told."""

from tests import factories
from threadsui.models import AuditEvent, Operation
from threadsui.queries.threads.selections import by_filters, by_ids, threads_of
from threadsui.services.teamwork.tags import TAGS_MAX, tag_thread

from .operations import Action, Kind, finish, tagged


def test_named_threads_are_tagged_and_no_other(start):
    one, two = factories.thread(title="One"), factories.thread(title="Two")
    factories.thread(title="Three")

    done = finish(start(by_ids([one.pk, two.pk])))

    assert tagged() == {"One", "Two"}
    assert (done.state, done.done_count, done.changed_count) == ("done", 2, 2)


def test_all_that_match_are_those_of_the_moment_of_pressing(start, agent):
    factories.thread(title="Mine", creator=agent)
    factories.thread(title="Somebody else's")
    operation = start(by_filters(factories.thread_filters(f"creator:{agent.username}")))
    factories.thread(title="Mine, but later", creator=agent)

    finish(operation)

    assert tagged() == {"Mine"}


def test_filters_survive_being_kept_with_the_operation(agent):
    filters = factories.thread_filters(
        "pole creator:me connection:sandbox state:created created:2000-01-01..today metadata.order:7 metadata.vip "
        "-metadata.env:test",
        reader=agent,
    )
    operation = Operation.objects.create(actor=agent, kind="threads.tag")
    operation.selection = by_filters(filters)
    operation.save()
    operation.refresh_from_db()
    fits = factories.thread(creator=agent, title="A pole", metadata={"order": "7", "vip": "no"})
    factories.thread(creator=agent, title="A pole", metadata={"order": "8", "vip": "no"})

    assert list(threads_of(operation)) == [fits]


def test_every_event_carries_the_correlation_id_of_the_press(start):
    thread = factories.thread()

    finish(start(by_ids([thread.pk])))

    events = AuditEvent.objects.filter(correlation_id="press-1").order_by("pk")
    assert [(event.action, event.address) for event in events] == [
        ("operation.started", "192.0.2.7"),
        ("thread.tagged", "192.0.2.7"),
        ("operation.finished", "192.0.2.7"),
    ]
    assert events[1].changes == {"tag": {"old": None, "new": "vip"}}
    assert events[2].changes["changed"]["new"] == 1


def test_thread_that_has_the_tag_or_is_full_is_looked_at_and_left(start, agent):
    has, full, free = (factories.thread(title=title) for title in ("Has", "Full", "Free"))
    tag_thread(thread=has, name="vip", actor=agent, may_create=True)
    for number in range(TAGS_MAX):
        tag_thread(thread=full, name=f"tag-{number}", actor=agent, may_create=True)

    done = finish(start(by_ids([has.pk, full.pk, free.pk])))

    assert (done.done_count, done.changed_count) == (3, 1)
    assert tagged() == {"Has", "Free"}


def test_tag_is_taken_off_all_that_have_it(start, agent):
    has, without = factories.thread(), factories.thread()
    tag_thread(thread=has, name="vip", actor=agent, may_create=True)

    done = finish(start(by_ids([has.pk, without.pk]), kind=Kind.UNTAG, tag="VIP"))

    assert (done.changed_count, tagged()) == (1, set())
    assert AuditEvent.objects.get(action=Action.THREAD_UNTAGGED).target_id == str(has.pk)


def test_threads_are_given_to_a_person_and_taken_again(start, lead):
    thread = factories.thread(assignee=factories.user("agent", "ana"))

    finish(start(by_ids([thread.pk]), kind=Kind.ASSIGN, assignee=lead.username))
    thread.refresh_from_db()
    assert thread.assignee == lead
    event = AuditEvent.objects.get(action=Action.THREAD_ASSIGNED)
    assert event.changes == {"assignee": {"old": "ana", "new": lead.username}}

    finish(start(by_ids([thread.pk]), kind=Kind.ASSIGN, assignee=""))
    thread.refresh_from_db()
    assert thread.assignee is None
