"""Changing what is kept for others, or giving it to people: nobody touches what they do not see."""

from tests import factories
from tests.views.walking import TEXT, WORD
from threadsui.models import Mention, Operation, Thread
from threadsui.queries.threads.selections import threads_of
from threadsui.services.bulk import steps
from threadsui.services.people.access_groups import update_group


def test_bulk_operation_leaves_alone_what_goes_out_of_sight_between_press_and_step(
    group, agent, admin, kept
):
    group.members.add(agent)
    ours = [factories.thread(connection=kept) for _ in range(2)]
    open_thread = factories.thread()
    operation = steps.start_operation(
        actor=agent,
        kind=Operation.Kind.TAG,
        parameters={"tag": "vip"},
        selection={"ids": [one.pk for one in (*ours, open_thread)]},
        newest_id=open_thread.pk,
    )
    threads = threads_of(operation)
    update_group(actor=admin, group=group, name="Legal", members=[])

    operation = steps.run_step(operation=operation, threads=threads)

    assert operation.state == Operation.State.DONE
    assert set(Thread.objects.filter(tags__name="vip")) == {open_thread}
    assert operation.changed_count == 1


def test_ticked_rows_that_are_kept_for_others_are_not_touched(kept, secret, agent, client_of):
    hidden = [factories.thread(connection=kept), factories.thread()]
    factories.tag_on(hidden[1], secret)
    seen_one = factories.thread()
    press = {"confirmed": "1", "tag": "vip", "ids": [one.pk for one in (*hidden, seen_one)]}

    client_of(agent).post("/threads/bulk/tag/", press)
    client_of(agent).post("/threads/bulk/tag/", press | {"tag": "all", "all": "1", "query": ""})

    assert set(Thread.objects.filter(tags__name="vip")) == {seen_one}
    assert set(Thread.objects.filter(tags__name="all")) == {seen_one}


def test_thread_is_given_only_to_people_who_see_it(kept, group, agent, lead, admin, client_of):
    group.members.add(lead)
    thread = factories.thread(connection=kept)
    client = client_of(lead)

    page = client.get(thread.get_absolute_url(), {"open": "assign"}).text
    refused = client.post(f"{thread.get_absolute_url()}assign/", {"assignee": agent.username})

    assert f'<option value="{agent.username}"' not in page
    assert f'<option value="{admin.username}"' in page
    assert refused.status_code == 422
    assert "does not see this thread. Nothing was assigned." in refused.text
    client.post(f"{thread.get_absolute_url()}assign/", {"assignee": admin.username})
    thread.refresh_from_db()
    assert thread.assignee == admin


def test_many_threads_are_given_as_far_as_the_person_sees_them(kept, agent, admin, client_of):
    hidden, open_thread = factories.thread(connection=kept), factories.thread()
    press = {"confirmed": "1", "assignee": agent.username, "ids": [hidden.pk, open_thread.pk]}

    client_of(admin).post("/threads/bulk/assign/", press)

    assert set(Thread.objects.filter(assignee=agent)) == {open_thread}


def test_note_tells_only_people_who_see_the_thread_and_says_who_was_not_told(
    kept, group, agent, lead, admin, client_of
):
    group.members.add(lead)
    thread = factories.thread(connection=kept)
    text = {"text": f"@{agent.username} @{admin.username} look"}

    page = client_of(lead).post(f"{thread.get_absolute_url()}notes/new/", text, follow=True).text

    assert [mention.person for mention in Mention.objects.all()] == [admin]
    assert f"@{agent.username} does not see this thread, and was not told." in page


def test_mention_of_a_thread_that_went_out_of_sight_is_neither_counted_nor_listed(
    kept, group, agent, client_of
):
    group.members.add(agent)
    factories.note(of=factories.thread(connection=kept, title=TEXT), text=f"@{agent.username}")
    assert client_of(agent).get("/mentions/").context["unread_mention_count"] == 1

    group.members.clear()

    page = client_of(agent).get("/mentions/")
    assert page.context["unread_mention_count"] == 0
    assert WORD not in page.text


def test_tag_of_others_can_neither_be_put_on_nor_taken_off_nor_searched_for(
    secret, agent, client_of
):
    thread = factories.thread()
    client = client_of(agent)

    refused = client.post(f"{thread.get_absolute_url()}tags/", {"tag": secret.name})
    removed = client.post(f"{thread.get_absolute_url()}tags/remove/", {"tag": secret.name})
    searched = client.get("/threads/", {"q": f"tag:{secret.name}"})
    many = client.post(
        "/threads/bulk/tag/", {"confirmed": "1", "tag": secret.name, "ids": [thread.pk]}
    )

    assert (refused.status_code, removed.status_code, many.status_code) == (422, 404, 422)
    assert "is kept for a group that you are not in" in refused.text
    assert (searched.status_code, searched.context["rows"]) == (422, [])
    assert not thread.thread_tags.exists()
