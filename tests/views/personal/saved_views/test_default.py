"""The view that a list opens with."""

from threadsui.models import AuditEvent

from .views import LIST, PIECE, saved


def test_default_view_opens_with_the_bare_list_and_all_stays_reachable(signed_in, agent, lead):
    view = saved(owner=lead, is_shared=True, query="state=gone")
    signed_in.post(f"/views/{view.pk}/", {"is_default": "on"})

    assert signed_in.get(LIST)["Location"] == view.get_absolute_url()
    page = signed_in.get(view.get_absolute_url())
    whole = page.context["tabs"][0]["href"]
    assert whole == "/threads/?view=all"
    assert page.context["clear_href"] == whole
    everything = signed_in.get(whole)
    assert everything.status_code == 200
    assert everything.context["tabs"][0]["is_current"]
    assert signed_in.get(LIST, headers=PIECE).status_code == 200


def test_default_view_is_given_up_by_the_same_box(signed_in, agent):
    view = saved(owner=agent)
    signed_in.post(f"/views/{view.pk}/", {"name": "View", "is_default": "on"})
    signed_in.post(f"/views/{view.pk}/", {"name": "View"})

    assert signed_in.get(LIST).status_code == 200


def test_default_view_that_is_gone_gives_the_whole_list(signed_in, client_of, lead, agent):
    view = saved(owner=lead, is_shared=True)
    signed_in.post(f"/views/{view.pk}/", {"is_default": "on"})

    client_of(lead).post(f"/views/{view.pk}/delete/", {"reason": "Out of date"})

    assert signed_in.get(LIST).status_code == 200
    assert AuditEvent.objects.get().action == "saved_view.deleted"
