"""The palette as a page and as the results of its dialog; the sheet of keys."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

PIECE = {"HX-Request": "true", "HX-Target": "palette-results"}


def hrefs(response, area="main"):
    part = response.text.partition(f"<{area}")[2].partition(f"</{area}>")[0]
    return re.findall(r'<a[^>]* href="([^"]+)"', part)


@pytest.mark.parametrize("role", ["viewer", "agent", "lead", "auditor", "admin"])
def test_empty_palette_leads_to_every_page_of_the_menu(role, client_of):
    client = client_of(factories.user(role))

    response = client.get("/palette/")

    menu = {href for href in hrefs(response, "aside") if not href.startswith("/palette/")}
    assert menu - {"/"} <= set(hrefs(response))
    for href in hrefs(response):
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("role", ["viewer", "agent", "lead", "auditor", "admin"])
def test_sheet_has_every_key_of_the_menu_and_no_other_destination(role, client_of):
    factories.draft(owner=(user := factories.user(role)))  # its entry appears with the first one

    text = client_of(user).get("/keys/").text

    offered = set(re.findall(r'data-key="([^"]+)"', text.partition("<main")[0]))
    main = text.partition("<main")[2]
    rows = re.findall(r"<dd>(.*?)</dd>", main, re.DOTALL)
    sheet = {" ".join(re.findall(r"<kbd[^>]*>([^<]+)</kbd>", row)) for row in rows}
    assert offered <= sheet
    assert {keys for keys in sheet if keys.startswith("g ")} == {
        keys for keys in offered if keys.startswith("g ")
    }


def test_sheet_is_a_dialog_for_htmx(signed_in):
    headers = {"HX-Request": "true", "HX-Target": "dialogs"}

    response = signed_in.get("/keys/", headers=headers)

    start = response.text.lstrip()
    assert start.startswith('<link rel="stylesheet"')
    assert '<dialog id="keys"' in start
    assert "<html" not in start
    assert "data-dialog-auto" in start


def test_piece_is_a_list_of_options_and_says_how_many(signed_in):
    thread = factories.thread(title="Snapped pole", metadata={"ticket": "4711"})

    response = signed_in.get("/palette/", {"q": " 4711 "}, headers=PIECE)

    assert "<h1>" not in response.text
    assert 'data-text=" 4711 "' in response.text
    assert hrefs(response, "div")[0] == thread.get_absolute_url()
    assert response.text.count('role="option"') == 2
    assert "1 result<" in response.text
    assert "HX-Request" in response["Vary"]


def test_nothing_but_the_search_is_no_match(signed_in):
    response = signed_in.get("/palette/", {"q": "zzz"}, headers=PIECE)

    assert "No match" in response.text
    assert response.text.count('role="option"') == 1


def test_page_without_scripts_has_the_same(signed_in):
    thread = factories.thread(metadata={"ticket": "4711"})

    response = signed_in.get("/palette/", {"q": "4711"})

    assert hrefs(response) == [thread.get_absolute_url(), "/threads/?q=4711"]
    assert "ticket = 4711" in response.text


def test_person_leads_to_their_threads(signed_in):
    factories.user("agent", "priya", first_name="Priya", last_name="Raman")

    response = signed_in.get("/palette/", {"q": "priya"})

    assert "Threads by Priya Raman" in response.text
    assert "/threads/?creator=priya" in hrefs(response)
    assert signed_in.get("/threads/?creator=priya").status_code == 200


@pytest.mark.parametrize("text, label", [("aud", "Audit history"), ("history", "Audit history")])
def test_page_is_found_by_the_beginning_of_each_word_by_who_may_see_it(
    text, label, client_of, lead, agent
):
    assert label in client_of(lead).get("/palette/", {"q": text}, headers=PIECE).text
    assert label not in client_of(agent).get("/palette/", {"q": text}, headers=PIECE).text


@pytest.mark.parametrize("text", ["a\x00b", "x" * 201])
def test_text_that_cannot_be_searched_for_is_an_error_at_its_field(signed_in, text):
    response = signed_in.get("/palette/", {"q": text})

    assert response.status_code == 422
    assert 'id="id_q_error"' in response.text
    assert signed_in.get("/palette/", {"q": text}, headers=PIECE).status_code == 422


def test_what_people_wrote_is_shown_as_text(signed_in):
    factories.thread(title="<b>pole</b>", metadata={"<i>": "4711"})

    text = signed_in.get("/palette/", {"q": "4711"}, headers=PIECE).text

    assert "<b>" not in text
    assert "<i>" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(client_of, lead, count, django_assert_max_num_queries):
    for _ in range(count):
        factories.thread(metadata={"ticket": "4711"})
    client = client_of(lead)

    # session, user, 2 × permissions, what is kept for others, and 7 of what is found
    with django_assert_max_num_queries(12):
        client.get("/palette/", {"q": "4711"}, headers=PIECE)


def test_empty_query_count(client_of, lead, django_assert_max_num_queries):
    client = client_of(lead)

    with django_assert_max_num_queries(6):
        client.get("/palette/", headers=PIECE)
