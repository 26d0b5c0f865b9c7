"""The list of submissions: whose are listed, and which."""

from django.urls import reverse

from tests import factories


def shown(client, query=None):
    response = client.get(reverse("threadsui:submission_list"), query)
    return [row["title"] for row in response.context["rows"]]


def test_agent_sees_only_their_own(signed_in, agent):
    factories.submission(state="refused", title="Foreign")
    factories.submission(state="refused", actor=agent, title="Mine")

    assert shown(signed_in) == ["Mine"]


def test_lead_sees_everybodys(lead_client, agent):
    factories.submission(state="refused", title="Foreign")
    factories.submission(state="refused", actor=agent, title="Mine")

    assert shown(lead_client) == ["Mine", "Foreign"]


def test_unknown_list_holds_what_needs_a_word_and_no_more(lead_client):
    factories.submission(state="unknown", title="Open")
    factories.overdue_submission(title="Overdue")
    factories.submission(
        state="unknown", title="Closed", resolution="dismissed", resolution_reason="Test"
    )
    factories.submission(state="sending", title="On its way")
    factories.submission(state="refused", title="Refused")

    assert shown(lead_client, {"state": "unknown"}) == ["Overdue", "Open"]
    assert "Closed" in shown(lead_client, {"state": "unknown", "is_resolved": "on"})


def test_list_settles_what_a_killed_process_left(lead_client):
    submission = factories.overdue_submission()

    shown(lead_client)

    submission.refresh_from_db()
    assert submission.state == "unknown"


def test_filters_narrow_together(lead_client, agent):
    eu = factories.connection("eu")
    fits = {"state": "refused", "actor": agent, "connection": eu}
    factories.submission(**fits, title="Fits")
    factories.submission(**fits | {"state": "not_sent"}, title="Other state")
    factories.submission(**fits | {"actor": factories.user()}, title="Other person")
    factories.submission(**fits | {"connection": None}, title="Other place")
    query = {"state": "refused", "actor": agent.username, "connection": "eu"}

    assert shown(lead_client, query) == ["Fits"]
