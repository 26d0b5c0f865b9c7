"""Columns that are hidden and rows that are close, for one person and one list."""

import pytest

from tests import factories

LISTS = {
    "threads": ("/threads/", factories.thread, ["connection", "by", "count", "metadata", "state"]),
    "submissions": (
        "/submissions/",
        lambda: factories.submission(state="refused"),
        ["connection", "by", "state", "time"],
    ),
    "calls": ("/calls/", factories.call, ["code", "number", "connection", "by", "time"]),
    "audit": ("/audit/", factories.event, ["number", "when", "by", "target", "state"]),
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_hidden_columns_are_not_rendered(lead_client, name):
    address, make, columns = LISTS[name]
    make()
    before = lead_client.get(address).text
    hidden = columns[0]
    assert before.count(f'data-col="{hidden}"') == 2

    lead_client.post(f"/display/{name}/", {"columns": columns[1:], "density": "compact"})

    page = lead_client.get(address).text
    assert f'data-col="{hidden}"' not in page
    assert all(page.count(f'data-col="{column}"') == 2 for column in columns[1:])
    assert 'data-density="compact"' in page


def test_choice_is_of_one_person_and_one_list(lead_client, signed_in, lead):
    factories.thread()
    lead_client.post("/display/threads/", {"columns": [], "density": "compact"})

    assert 'data-col="state"' in signed_in.get("/threads/").text
    lead.refresh_from_db()
    assert set(lead.list_display) == {"threads"}


def test_choice_costs_no_query(signed_in, django_assert_num_queries, django_assert_max_num_queries):
    factories.thread()
    with django_assert_max_num_queries(16) as before:
        signed_in.get("/threads/")
    number = len(before)
    signed_in.post("/display/threads/", {"columns": ["state"], "density": "compact"})

    with django_assert_num_queries(number):
        signed_in.get("/threads/")


@pytest.mark.parametrize("referer", ["http://[evil", "http://[::1", "//", "x"])
def test_place_it_was_pressed_at_that_is_no_address_leads_to_the_list(signed_in, referer):
    back = signed_in.post("/display/threads/", {"density": "compact"}, headers={"Referer": referer})

    assert back["Location"] == "/threads/"


def test_pressing_apply_leads_back_to_the_list_as_it_was_filtered(signed_in):
    referer = "http://testserver/threads/?state=gone"

    back = signed_in.post("/display/threads/", {"density": "compact"}, headers={"Referer": referer})
    astray = signed_in.post(
        "/display/threads/", {"density": "compact"}, headers={"Referer": "https://evil.test/x?a"}
    )

    assert back["Location"] == "/threads/?state=gone"
    assert astray["Location"] == "/threads/"


@pytest.mark.parametrize(
    "data, field", [({"density": "tiny"}, "density"), ({"columns": ["x"]}, "columns")]
)
def test_choice_that_does_not_exist_is_an_error_at_its_field(signed_in, agent, data, field):
    response = signed_in.post("/display/threads/", {"density": "compact"} | data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    agent.refresh_from_db()
    assert agent.list_display == {}


def test_column_that_is_gone_from_the_console_is_forgotten(signed_in, agent):
    factories.thread()
    agent.list_display = {"threads": {"hidden": ["karma"], "density": "huge"}}
    agent.save()

    assert 'data-density="comfortable"' in signed_in.get("/threads/").text
