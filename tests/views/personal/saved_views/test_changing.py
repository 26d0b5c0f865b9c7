"""A view is renamed, shared, and changed by whoever may; what the history tells of it."""

import re

from threadsui.models import AuditEvent, SavedView

from .views import LIST, saved, tabs


def test_private_view_is_there_for_its_owner_alone(signed_in, client_of, lead, agent):
    private = saved(owner=lead)
    shared = saved(owner=lead, name="Shared", is_shared=True)

    assert tabs(signed_in.get(LIST)) == ["Shared"]
    assert signed_in.get(f"/views/{private.pk}/").status_code == 404
    assert signed_in.get(f"/views/{shared.pk}/").status_code == 200
    assert tabs(client_of(lead).get(LIST)) == ["Shared", "View"]


def test_shared_view_of_a_list_that_one_may_not_see_is_refused(signed_in, lead):
    view = saved(owner=lead, list="audit", is_shared=True)

    assert signed_in.get(f"/views/{view.pk}/").status_code == 403
    assert signed_in.get("/views/audit/new/").status_code == 403
    assert signed_in.get("/views/nothing/new/").status_code == 404


def test_viewer_saves_for_oneself_and_shares_nothing(save, client_of, viewer):
    save(client=client_of(viewer), is_shared="on")

    assert SavedView.objects.get().is_shared is False


def test_owner_renames_shares_and_takes_the_filters_of_now(signed_in, agent):
    view = saved(owner=agent, query="state=gone")
    address = f"/views/{view.pk}/"

    page = signed_in.get(address, {"state": "deleted"})
    assert 'value="q=state%3Adeleted"' in page.text
    signed_in.post(address, {"name": "Named", "query": "state=deleted", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.query, view.is_shared) == ("Named", "state=gone", True)

    signed_in.post(address, {"name": "Named", "query": "state=deleted", "use_query": "on"})
    view.refresh_from_db()
    assert (view.query, view.is_shared) == ("q=state%3Adeleted", False)
    assert [set(event.changes) for event in AuditEvent.objects.order_by("pk")] == [
        {"name", "query", "is_shared", "sha256"},
        {"name", "query", "is_shared", "sha256"},
    ]


def test_history_tells_of_a_private_view_neither_name_nor_filters(signed_in, agent):
    address = f"/views/{saved(owner=agent, name='Secret', query='q=hush').pk}/"

    signed_in.post(address, {"name": "Secret too"})
    signed_in.post(f"{address}delete/")

    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == ["saved_view.updated", "saved_view.deleted"]
    for event in events:
        assert not re.search("Secret|hush", f"{event.target_label} {event.changes}")
        assert "sha256" in event.changes


def test_history_tells_name_and_filters_of_a_shared_view(save, client_of, lead):
    save(client=client_of(lead), is_shared="on")

    event = AuditEvent.objects.get()
    assert event.target_label == "Gone ones"
    assert event.changes["query"]["new"] == "q=state%3Agone"


def test_change_over_what_another_tab_saved_is_refused_with_the_form_filled(signed_in, agent):
    view = saved(owner=agent)
    address = f"/views/{view.pk}/"
    version = re.search(r'name="version" value="([^"]*)"', signed_in.get(address).text)[1]
    signed_in.post(address, {"name": "Theirs", "version": version})

    answer = signed_in.post(address, {"name": "Mine", "version": version})

    view.refresh_from_db()
    assert view.name == "Theirs"
    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    assert 'value="Mine"' in answer.text
    again = re.search(r'name="version" value="([^"]*)"', answer.text)[1]
    assert signed_in.post(address, {"name": "Mine", "version": again}).status_code == 302


def test_saving_a_view_as_it_is_leaves_no_event(signed_in, agent):
    view = saved(owner=agent)

    signed_in.post(f"/views/{view.pk}/", {"name": "View"})

    assert not AuditEvent.objects.exists()


def test_shared_view_is_changed_by_its_owner_and_by_leads_only(signed_in, client_of, lead, auditor):
    view = saved(owner=auditor, is_shared=True)
    address = f"/views/{view.pk}/"

    signed_in.post(address, {"name": "Taken over"})
    assert signed_in.post(f"{address}delete/").status_code == 403
    view.refresh_from_db()
    assert view.name == "View"

    client_of(lead).post(address, {"name": "Corrected", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.owner) == ("Corrected", auditor)
