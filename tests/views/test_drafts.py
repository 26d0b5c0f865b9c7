"""Drafts: saved as one types, never over another tab's text, and not lost with the session."""

import re
import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import connection, draft, submission, user
from threadsui import sandbox
from threadsui.models import Connection, Draft, Submission, Thread
from threadsui.services.resolutions import adopt_submission, resend_submission

NEW = "/threads/new/"
SAVE = "/drafts/save/"
SAVES = {"HX-Request": "true", "HX-Target": "draft"}
CREATES = {"HX-Request": "true", "HX-Target": "composer"}
HOSTILE = "<script>alert(1)</script>"


class Page:
    """A composer that is open in a tab: its hidden fields, and what is typed into it."""

    def __init__(self, client, address=NEW):
        self.client = client
        self.opened = client.get(address)
        self.fields = hidden(self.opened.text)
        self.fields |= {"messages-TOTAL_FORMS": "1", "messages-0-role": "user"}
        self.fields["token"] = hidden_value(self.opened.text, "token")

    def type(self, text, **more):
        self.fields |= {"messages-0-content": text, **more}
        return self

    def save(self):
        answer = self.client.post(SAVE, self.fields, headers=SAVES)
        if answer.status_code == 200:
            self.fields |= hidden(answer.text)
        return answer

    def create(self, **headers):
        return self.client.post(NEW, self.fields, headers=headers)


def hidden(html):
    names = ("draft", "draft_version", "draft_key", "draft_shown", "draft_noticed")
    return {name: hidden_value(html, name) for name in names if f'name="{name}"' in html}


def hidden_value(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def text_of(kept):
    return kept.fields["messages-0-content"][0]


@pytest.fixture
def page(signed_in):
    return Page(signed_in)


@pytest.fixture
def fault(sandbox_connection):
    def switch(name):
        Connection.objects.filter(pk=sandbox_connection.pk).update(sandbox_fault=name)

    return switch


# -- Saving ------------------------------------------------------------------------------------------------------------


def test_first_save_makes_the_draft_and_tells_the_page(page, agent):
    answer = page.type("Snapped pole").save()

    kept = Draft.objects.get()
    assert (kept.owner, kept.title, kept.message_count) == (agent, "Snapped pole", 1)
    assert answer["HX-Replace-Url"] == f"{NEW}?draft={kept.pk}"
    assert hidden_value(answer.text, "draft") == str(kept.pk)
    assert "Draft saved" in answer.text


def test_second_save_writes_to_the_same_draft_and_leaves_the_address(page):
    page.type("Snapped").save()
    answer = page.type("Snapped pole").save()

    assert text_of(Draft.objects.get()) == "Snapped pole"
    assert "HX-Replace-Url" not in answer


def test_several_drafts_live_side_by_side(signed_in):
    Page(signed_in).type("One").save()
    Page(signed_in).type("Two").save()

    assert {text_of(kept) for kept in Draft.objects.all()} == {"One", "Two"}


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"messages-0-content": "  \n"},
        {"messages-0-role": "assistant", "file_search": "new", "vector_store-chunking": "static"},
        {"connection": "sandbox", "metadata-TOTAL_FORMS": "1", "metadata-0-key": ""},
    ],
)
def test_form_in_which_nothing_was_typed_is_not_saved(page, typed):
    page.fields |= typed

    assert page.save().status_code == 204
    assert not Draft.objects.exists()


def test_draft_keeps_the_form_and_neither_tokens_nor_other_fields(page):
    page.type("Hello", title="T", utm="x", csrfmiddlewaretoken="x").save()

    assert set(Draft.objects.get().fields) == {
        "messages-TOTAL_FORMS",
        "messages-0-role",
        "messages-0-content",
        "title",
    }


def test_draft_knows_its_connection(page, sandbox_connection):
    page.type("Hello", connection=sandbox_connection.slug).save()

    assert Draft.objects.get().connection == sandbox_connection


def test_save_is_announced_once_a_minute(page):
    first, second = page.type("a").save(), page.type("ab").save()

    assert "#live" in first.text
    assert "#live" not in second.text


def test_page_that_missed_the_answer_to_its_first_save_makes_no_second_draft(page):
    page.client.post(SAVE, page.type("Snapped").fields, headers=SAVES)
    page.type("Snapped pole").save()

    assert text_of(Draft.objects.get()) == "Snapped pole"


def test_page_that_missed_an_answer_does_not_conflict_with_itself(page):
    page.type("One").save()
    page.client.post(SAVE, page.type("Two").fields, headers=SAVES)

    assert page.type("Three").save().status_code == 200
    assert text_of(Draft.objects.get()) == "Three"


def test_text_of_a_draft_that_was_discarded_meanwhile_becomes_a_new_one(page):
    page.type("One").save()
    Draft.objects.all().delete()

    assert "HX-Replace-Url" in page.type("Two").save()
    assert text_of(Draft.objects.get()) == "Two"


def test_saving_takes_few_queries(page, django_assert_max_num_queries):
    page.type("One").save()
    with django_assert_max_num_queries(14):
        page.type("Two").save()


def test_draft_beyond_its_size_is_refused_in_words(page, monkeypatch):
    monkeypatch.setattr("threadsui.services.drafts.CHARACTERS_MAX", 200)

    answer = page.type("x" * 200).save()

    assert answer.status_code == 422
    assert "It was not saved. Shorten it." in answer.text


def test_one_draft_too_many_is_refused_in_words(page, agent, monkeypatch):
    monkeypatch.setattr("threadsui.services.drafts.DRAFTS_MAX", 1)
    draft(owner=agent)

    answer = page.type("Hello").save()

    assert answer.status_code == 422
    assert "Discard some" in answer.text


def test_nul_character_is_kept_and_shown_in_no_list(page):
    page.type("a\0b").save()

    kept = Draft.objects.get()
    assert (text_of(kept), kept.title) == ("a\0b", "ab")


def test_draft_with_a_nul_in_its_connection_is_saved_without_one(page):
    page.type("Hello", connection="sand\0box").save()

    assert text_of(Draft.objects.get()) == "Hello"


# -- Opening -----------------------------------------------------------------------------------------------------------


def test_opened_draft_shows_every_field_as_it_was_left(signed_in, page):
    page.type("Line 1\r\nLine 2", title="T", **{"messages-0-role": "assistant"})
    page.fields |= {"metadata-TOTAL_FORMS": "1", "metadata-0-key": "k", "metadata-0-value": "v"}
    page.save()

    text = signed_in.get(Draft.objects.get().get_absolute_url()).text

    assert "Line 1\r\nLine 2</textarea>" in text
    assert 'value="assistant" checked' in text
    assert 'value="T"' in text
    assert 'value="k"' in text
    assert "Draft saved" in text


def test_opened_draft_is_not_judged_before_it_is_sent(signed_in, page):
    page.type("", **{"metadata-TOTAL_FORMS": "1", "metadata-0-value": "no key"}).save()

    response = signed_in.get(Draft.objects.get().get_absolute_url())

    assert response.status_code == 200
    assert 'id="problems"' not in response.text


def test_draft_of_somebody_else_is_not_found_and_nothing_of_it_shown(signed_in):
    response = signed_in.get(draft(title="Secret plans").get_absolute_url())

    assert response.status_code == 404
    assert "Secret plans" not in response.text
    assert "This draft is not here." in response.text
    assert 'name="messages-0-content"' in response.text


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 40, "١"])
def test_number_that_is_none_opens_an_empty_form(signed_in, number):
    assert signed_in.get(NEW, {"draft": number}).status_code == 404


def test_hostile_text_is_shown_as_text(signed_in, page):
    page.type(HOSTILE, title=HOSTILE).save()
    kept = Draft.objects.get()

    for address in (kept.get_absolute_url(), "/drafts/", f"/drafts/{kept.pk}/discard/"):
        text = signed_in.get(address).text
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text


def test_draft_whose_row_counts_make_no_sense_still_opens(signed_in, page):
    page.type("Hello", **{"messages-TOTAL_FORMS": "9999"}).save()

    assert signed_in.get(Draft.objects.get().get_absolute_url()).status_code == 422


# -- Two tabs ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_tabs(signed_in, agent):
    """Both have the same draft open; the second has saved."""
    kept = draft(owner=agent)
    first, second = (Page(signed_in, kept.get_absolute_url()) for _ in range(2))
    second.type("Of the second").save()
    return first, second


def test_stale_save_warns_and_overwrites_nothing(two_tabs):
    first, _ = two_tabs
    answer = first.type("Of the first").save()

    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text
    assert "hx-trigger" not in answer.text  # until its person has chosen
    assert text_of(Draft.objects.get()) == "Of the second"


def test_stale_text_can_be_kept_as_a_new_draft(two_tabs):
    first, _ = two_tabs
    first.type("Of the first").save()
    answer = first.client.post(SAVE, first.fields, headers=CREATES)

    old, new = Draft.objects.order_by("pk")
    assert (text_of(old), text_of(new)) == ("Of the second", "Of the first")
    assert answer["HX-Redirect"] == new.get_absolute_url()


def test_second_tab_goes_on_saving(two_tabs):
    _, second = two_tabs

    assert second.type("More of the second").save().status_code == 200


# -- Creating ----------------------------------------------------------------------------------------------------------


def test_created_thread_removes_its_draft(page):
    page.type("Hello").save()
    page.type("Hello, all of it").create()

    assert Thread.objects.get().messages.get().text == "Hello, all of it"
    assert not Draft.objects.exists()


def test_draft_that_was_opened_and_sent_unchanged_is_removed(signed_in, agent):
    page = Page(signed_in, draft(owner=agent).get_absolute_url())
    page.type("Hello").create()

    assert not Draft.objects.exists()


def test_other_drafts_stay(page, agent):
    other = draft(owner=agent)
    page.type("Hello").save()
    page.create()

    assert Draft.objects.get() == other


@pytest.mark.parametrize("name", ["400", "429", "cut_after"])
def test_create_that_made_no_thread_keeps_the_draft_as_it_was_sent(page, fault, name):
    fault(name)
    page.type("Hello").save()
    page.type("Hello, all of it").create()

    assert not Thread.objects.exists()
    assert text_of(Draft.objects.get()) == "Hello, all of it"


def test_page_goes_on_saving_after_a_refusal(page, fault):
    fault("400")
    page.type("Hello").save()
    page.create(**CREATES)
    page.fields["token"] = str(uuid.uuid4())  # of the form that came back

    assert page.type("Hello again").save().status_code == 200


def test_late_save_does_not_bring_back_the_draft_of_a_created_thread(page):
    page.type("Hello").save()
    page.create()

    assert page.save().status_code == 204
    assert not Draft.objects.exists()


def test_draft_with_an_unknown_outcome_says_so_when_it_is_opened(signed_in, page, fault):
    fault("cut_after")
    page.type("Hello").save()
    page.create()

    text = signed_in.get(Draft.objects.get().get_absolute_url()).text
    assert "nobody knows yet whether a thread was created" in text
    assert Submission.objects.get().get_absolute_url() in text


def test_adopted_thread_removes_the_draft(page, fault, agent, lead, sandbox_connection):
    fault("no_id")
    page.type("Hello").save()
    page.create()
    fault("")
    made = Submission.objects.get()
    adopt_submission(submission=made, remote_id=sandbox.models.Thread.objects.get().pk, actor=lead)

    assert not Draft.objects.exists()


def test_text_written_after_the_create_outlives_its_adoption(page, fault, lead):
    fault("no_id")
    page.type("As it was sent").save()
    page.create()
    fault("")
    page.type("Rewritten since").save()
    made = Submission.objects.get()
    adopt_submission(submission=made, remote_id=sandbox.models.Thread.objects.get().pk, actor=lead)

    assert text_of(Draft.objects.get()) == "Rewritten since"


def test_late_save_of_what_was_sent_leaves_the_draft_to_its_outcome(page, fault, lead):
    fault("no_id")
    page.type("As it was sent").save()
    page.create()
    fault("")
    page.save()
    made = Submission.objects.get()
    adopt_submission(submission=made, remote_id=sandbox.models.Thread.objects.get().pk, actor=lead)

    assert not Draft.objects.exists()


def test_resent_thread_removes_the_draft(page, fault, lead):
    fault("cut_after")
    page.type("Hello").save()
    page.create()
    fault("")
    resend_submission(submission=Submission.objects.get(), actor=lead, token=uuid.uuid4())

    assert Thread.objects.count() == 1
    assert not Draft.objects.exists()


# -- Without a session -------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_out(page):
    """The page is still open, its session is not."""
    page.type("Before").save()
    page.client.logout()
    return page


def test_save_without_a_session_still_saves_and_says_how_to_go_on(signed_out):
    answer = signed_out.type("After").save()

    assert text_of(Draft.objects.get()) == "After"
    assert "Your session ended." in answer.text
    assert "Sign in again and your draft from" in answer.text
    assert "Sign in again</button>" in answer.text


def test_lost_session_is_told_once(signed_out):
    signed_out.type("After").save()

    assert "Your session ended." not in signed_out.type("After all").save().text


@pytest.mark.parametrize("headers", [{}, CREATES], ids=["browser", "htmx"])
def test_create_without_a_session_sends_nothing_and_leads_back_after_signing_in(
    signed_out, agent, headers
):
    answer = signed_out.type("All of it").create(**headers)

    kept = Draft.objects.get()
    sign_in = answer.get("HX-Redirect") or answer["Location"]
    assert sign_in == f"/accounts/login/?next={quote(kept.get_absolute_url())}"
    assert not Submission.objects.exists()
    assert "Your session ended. Nothing was sent." in signed_out.client.get(sign_in).text

    entered = signed_out.client.post(sign_in, {"login": agent.username, "password": "secret"})
    assert entered["Location"] == kept.get_absolute_url()
    assert "All of it</textarea>" in signed_out.client.get(entered["Location"]).text


def test_create_without_a_session_and_without_a_draft_makes_one(page):
    page.client.logout()
    page.type("Never saved").create()

    assert text_of(Draft.objects.get()) == "Never saved"


def test_row_button_without_a_session_loses_nothing(signed_out):
    signed_out.type("After", row="messages:add").create(**CREATES)

    assert text_of(Draft.objects.get()) == "After"


def test_somebody_else_who_signs_in_finds_nothing(signed_out, client_of):
    answer = signed_out.type("Private").create()
    kept = Draft.objects.get()
    other = client_of(user("lead"))

    assert "Private" not in other.get(kept.get_absolute_url()).text
    assert kept.owner.username == "agent"
    assert answer.status_code == 302


def test_page_of_one_person_saves_nothing_for_the_next_one(page, lead):
    page.client.force_login(lead)
    answer = page.type("Mine").save()

    assert Draft.objects.get().owner.username == "agent"
    assert "Somebody else is signed in now." in answer.text


def test_form_from_before_a_new_sign_in_is_kept_and_opened_anew(agent):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    page = Page(client)
    page.fields["csrfmiddlewaretoken"] = "x" * 64
    answer = page.type("Across sign-ins").create()

    kept = Draft.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    assert text_of(kept) == "Across sign-ins"
    assert "Nothing was sent." in client.get(answer["Location"]).text
    assert not Submission.objects.exists()


def test_form_without_a_key_gets_the_page_that_explains(agent):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)

    assert client.post(NEW, {"title": "x"}).status_code == 403


# -- The key -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["nonsense", "W1sxXV0:1abcde:xyz"])
def test_made_up_key_saves_nothing(client, db, key):
    answer = client.post(SAVE, {"title": "x", "draft_key": key}, headers=SAVES)

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_key_is_worth_nothing_after_a_new_password(page, agent):
    agent.set_password("another")
    agent.save()

    assert page.type("x").save().status_code == 422


def test_key_is_worth_nothing_once_the_account_is_closed(page, agent):
    agent.is_active = False
    agent.save()

    assert page.type("x").save().status_code == 422


def test_key_is_worth_nothing_without_the_role(page, agent):
    agent.groups.clear()

    assert page.type("x").save().status_code == 422


def test_key_is_worth_nothing_after_a_week(page, time_machine):
    page.type("x").save()
    time_machine.move_to(timezone.now() + timedelta(days=8))

    assert page.type("y").save().status_code == 422


def test_key_reaches_no_draft_of_somebody_else(page):
    other = draft()
    page.type("Mine", draft=str(other.pk), draft_version=str(other.version)).save()

    other.refresh_from_db()
    assert text_of(other) == "Hello"
    assert Draft.objects.exclude(pk=other.pk).get().owner.username == "agent"


# -- The list ----------------------------------------------------------------------------------------------------------


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
    with django_assert_num_queries(8):
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


# -- Without JavaScript ------------------------------------------------------------------------------------------------


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
