"""The list of drafts, and drafts without JavaScript."""

from tests.factories import connection, draft, submission
from threadsui.models import Draft

from .opened import CREATES, NEW, SAVE, hidden_value


def test_list_has_the_own_drafts_newest_first(signed_in, agent):
    draft(owner=agent, title="Older")
    draft(owner=agent, title="Newer")
    draft(title="Of another")

    text = signed_in.get("/drafts/").text

    assert text.index("Newer") < text.index("Older")
    assert "Of another" not in text


def test_list_without_drafts_says_what_will_be_here(signed_in):
    assert "saved here by itself" in signed_in.get("/drafts/").text


def test_list_takes_the_same_queries_however_long(signed_in, agent, django_assert_num_queries):
    connection("europe")
    for _ in range(30):
        draft(owner=agent)
    with django_assert_num_queries(9):
        signed_in.get("/drafts/")


def test_menu_counts_the_drafts_when_there_are_any(signed_in, agent):
    assert 'href="/drafts/"' not in signed_in.get("/threads/").text
    draft(owner=agent)
    assert 'href="/drafts/" title="Drafts"' in signed_in.get("/threads/").text


def test_discard_asks_and_then_removes(signed_in, agent):
    kept = draft(owner=agent)
    address = f"/drafts/{kept.pk}/discard/"

    assert "Discard this draft?" in signed_in.get(address).text
    assert Draft.objects.exists()
    assert signed_in.post(address)["Location"] == "/drafts/"
    assert not Draft.objects.exists()


def test_draft_of_somebody_else_cannot_be_discarded(signed_in):
    kept = draft()

    assert signed_in.post(f"/drafts/{kept.pk}/discard/").status_code == 404
    assert Draft.objects.filter(pk=kept.pk).exists()


def test_save_button_keeps_the_draft_and_comes_back_to_it(page):
    answer = page.client.post(SAVE, page.type("By hand").fields)

    kept = Draft.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())


def test_redrawn_page_still_knows_its_draft(page):
    page.type("One").save()
    page.fields["row"] = "messages:add"

    assert hidden_value(page.create().text, "draft") == str(Draft.objects.get().pk)


def test_refused_submission_can_still_be_opened(signed_in, agent):
    refused = submission(state="refused", actor=agent)

    assert signed_in.get(NEW, {"submission": refused.pk}).status_code == 200


def test_form_that_comes_back_while_paused_still_offers_the_choice(two_tabs):
    first, _ = two_tabs
    answer = first.type("Of the first").save()
    first.fields |= {"draft_paused": hidden_value(answer.text, "draft_paused"), "title": "x" * 300}

    answer = first.create(**CREATES)

    assert answer.status_code == 422
    assert "Keep mine as a new draft" in answer.text
