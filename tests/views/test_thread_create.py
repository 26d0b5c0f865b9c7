"""The composer's page: what a press of its buttons comes to."""

import json
import re
import uuid

import pytest

from tests import payloads
from tests.factories import connection, submission
from threadsui.api import schema
from threadsui.forms.composer import ComposerForm
from threadsui.forms.form_data import form_data
from threadsui.models import Connection, Submission, Thread

URL = "/threads/new/"
HTMX = {"HX-Request": "true", "HX-Target": "composer"}
ALL_OF_IT = payloads.P1_NEW_STORE | {"messages": payloads.P7["messages"] + payloads.P8["messages"]}


def fields(payload=None, **extra):
    values = ComposerForm.values_of(payload or {}) | {"token": str(uuid.uuid4())} | extra
    return dict(form_data(values).lists())


def token_in(response):
    return re.search(r'name="token" value="([^"]*)"', response.text)[1]


@pytest.fixture
def fault(sandbox_connection):
    def switch(name):
        Connection.objects.filter(pk=sandbox_connection.pk).update(sandbox_fault=name)

    return switch


# -- Opening -----------------------------------------------------------------------------------------------------------


def test_the_composer_opens_with_a_message_a_pair_and_a_fresh_token(signed_in):
    first, second = signed_in.get(URL), signed_in.get(URL)

    assert first.status_code == 200
    assert 'name="messages-0-content"' in first.text
    assert 'name="metadata-0-key"' in first.text
    assert uuid.UUID(token_in(first)) != uuid.UUID(token_in(second))


def test_the_sandbox_is_marked_whatever_it_is_called(signed_in, sandbox_connection):
    Connection.objects.filter(pk=sandbox_connection.pk).update(name="Try it")

    assert "Try it (Sandbox)</option>" in signed_in.get(URL).text


def test_only_active_connections_are_offered(signed_in):
    connection("retired", is_active=False)
    connection("europe")

    text = signed_in.get(URL).text

    assert 'value="europe"' in text
    assert "retired" not in text


@pytest.mark.parametrize("role,status", [("viewer", 403), ("auditor", 403), ("lead", 200)])
def test_only_people_who_may_create_see_the_composer(person, client_of, role, status):
    client = client_of(person(role))

    assert client.get(URL).status_code == status
    assert client.post(URL, {}).status_code == (status if status == 403 else 422)


def test_opening_takes_few_queries(signed_in, django_assert_max_num_queries):
    # session, person, groups, two for permissions, connections, presets, drafts, mentions
    with django_assert_max_num_queries(9):
        signed_in.get(URL)


# -- Creating ----------------------------------------------------------------------------------------------------------


def test_create_leads_to_the_thread(signed_in, agent):
    response = signed_in.post(URL, fields(ALL_OF_IT, title="Snapped pole"))

    thread = Thread.objects.get()
    assert response.status_code == 302
    assert response.url == thread.get_absolute_url()
    assert (thread.title, thread.creator) == ("Snapped pole", agent)
    assert thread.submission.payload == schema.canonical(
        schema.parse(schema.CreateThread, ALL_OF_IT)
    )


def test_create_by_htmx_sends_the_browser_to_the_thread(signed_in):
    response = signed_in.post(URL, fields(payloads.P7), headers=HTMX)

    assert response["HX-Redirect"] == Thread.objects.get().get_absolute_url()


@pytest.mark.parametrize("name", payloads.VALID_THREADS)
def test_every_named_example_is_created(signed_in, name):
    payload = payloads.VALID_THREADS[name]

    assert signed_in.post(URL, fields(payload)).status_code == 302
    assert json.loads(Submission.objects.get().body) == schema.canonical(
        schema.parse(schema.CreateThread, payload)
    )


def test_a_token_alone_creates_the_empty_thread(signed_in):
    response = signed_in.post(URL, {"token": str(uuid.uuid4())})

    assert response.status_code == 302
    assert Submission.objects.get().body == "{}"


def test_the_same_form_sent_twice_creates_once_and_lands_on_the_same_thread(signed_in):
    form = fields(payloads.P7)

    first, second = signed_in.post(URL, form), signed_in.post(URL, form)

    assert first.url == second.url
    assert Thread.objects.count() == 1


def test_both_vector_forms_at_once_are_refused_by_name(signed_in):
    response = signed_in.post(URL, fields(payloads.P1))

    assert response.status_code == 422
    assert "mutually exclusive" in response.text
    assert not Submission.objects.exists()


def test_an_invalid_form_comes_back_filled_with_every_error_at_its_field(signed_in):
    form = fields({"metadata": {"k": "x" * 513}}, title="x" * 201)

    response = signed_in.post(URL, form, headers=HTMX)

    assert response.status_code == 422
    assert "<h1>" not in response.text
    assert "2 problems. Nothing has been sent." in response.text
    assert '<a href="#id_metadata-0-value">Thread metadata row 1</a>' in response.text
    assert 'name="metadata-0-value" aria-invalid="true"' in response.text
    assert "x" * 513 in response.text
    assert token_in(response) == form["token"][0]
    assert not Submission.objects.exists()


def test_the_focus_goes_to_the_first_wrong_field(signed_in):
    response = signed_in.post(URL, fields({"metadata": {"k" * 65: "v"}}))

    assert 'name="metadata-0-key" autofocus' in response.text


def test_a_switched_off_connection_is_an_error_at_its_field(signed_in):
    retired = connection("retired", is_active=False)

    response = signed_in.post(URL, fields(connection=retired.slug))

    assert response.status_code == 422
    assert 'id="id_connection_error"' in response.text


def test_what_people_type_is_escaped(signed_in):
    nasty = '"><script>alert(1)</script></textarea>'

    response = signed_in.post(
        URL, fields({"messages": [{"role": "user", "content": nasty}]}, connection=nasty)
    )

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


# -- Outcomes that make no thread --------------------------------------------------------------------------------------


def test_a_refusal_stands_at_the_very_field(signed_in, fault):
    fault("detail")  # a 422 about messages.0.content
    form = fields(payloads.P7)

    response = signed_in.post(URL, form)

    refused = Submission.objects.get()
    assert response.status_code == 422
    assert "The server refused this thread. Nothing was created." in response.text
    assert '<a href="#id_messages-0-content">message 1</a>' in response.text
    assert "The server says: Field required." in response.text
    assert refused.request_id in response.text
    assert f'href="{refused.get_absolute_url()}"' in response.text
    assert "Where is my order?" in response.text
    assert token_in(response) != form["token"][0]


def test_a_lead_is_led_to_the_api_call_of_a_refusal(lead, client_of, fault):
    fault("string_error")

    response = client_of(lead).post(URL, fields(payloads.P7))

    call = Submission.objects.get().calls.get()
    assert "The server says: Validation failed." in response.text
    assert f'<a href="{call.get_absolute_url()}">View API call</a>' in response.text


def test_an_unsent_form_comes_back_filled(signed_in):
    unreachable = connection("nowhere", base_url="http://127.0.0.1:9/v1")

    response = signed_in.post(URL, fields(payloads.P7, connection=unreachable.slug))

    assert response.status_code == 422
    assert "Could not reach Nowhere." in response.text
    assert "Nothing was sent." in response.text
    assert "Where is my order?" in response.text


def test_an_unknown_outcome_leads_to_the_submission(signed_in, fault):
    fault("cut_after")

    response = signed_in.post(URL, fields(payloads.P7))

    unknown = Submission.objects.get()
    assert unknown.state == "unknown"
    assert response.url == unknown.get_absolute_url()


def test_a_create_that_is_still_under_way_is_followed(signed_in, agent):
    form = fields(payloads.P7)
    body = schema.canonical(schema.parse(schema.CreateThread, payloads.P7))
    under_way = submission(state="sending", actor=agent)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    Submission.objects.filter(pk=under_way.pk).update(token=form["token"][0], body=text)

    response = signed_in.post(URL, form)

    assert response.url == f"{under_way.get_absolute_url()}?follow=1"


def test_a_used_token_with_other_content_names_what_the_first_press_made(signed_in):
    form = fields(payloads.P7)
    signed_in.post(URL, form)

    response = signed_in.post(URL, form | {"messages-0-content": ["Something else"]})

    assert response.status_code == 422
    assert "This form was sent before, with other content." in response.text
    assert Thread.objects.get().get_absolute_url() in response.text
    assert "Something else" in response.text
    assert token_in(response) != form["token"][0]
    assert Thread.objects.count() == 1


def test_somebody_elses_token_tells_nothing_about_their_thread(signed_in, lead, client_of):
    form = fields(payloads.P7)
    client_of(lead).post(URL, form)

    response = signed_in.post(URL, form)

    assert response.status_code == 422
    assert Thread.objects.get().get_absolute_url() not in response.text


# -- Opening a submission again ----------------------------------------------------------------------------------------


def test_a_refused_submission_is_opened_again_with_its_error(signed_in, agent):
    refused = submission(
        state="refused",
        actor=agent,
        payload=payloads.P9,
        title="Invoices",
        explanation="The server refused this thread. Nothing was created.",
        error_message="No such file.",
        error_param="messages[0].attachments[1].file_id",
        error_status=400,
    )

    response = signed_in.get(URL, {"submission": refused.pk})

    assert response.status_code == 200
    assert 'value="Invoices"' in response.text
    assert 'name="messages-0-attachments-1-file_id" autofocus aria-invalid="true"' in response.text
    assert token_in(response) != str(refused.token)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1"])
def test_a_submission_that_is_not_there_cannot_be_opened(signed_in, pk):
    assert signed_in.get(URL, {"submission": pk}).status_code == 404


def test_nobody_elses_submission_can_be_opened(signed_in, lead):
    theirs = submission(state="refused", actor=lead)

    assert signed_in.get(URL, {"submission": theirs.pk}).status_code == 404


# -- Rows --------------------------------------------------------------------------------------------------------------

VERBS = (
    "messages:add",
    "messages:up:1",
    "messages:remove:3",
    "messages-3-parts:add:image_url",
    "messages-0-attachments:add",
    "messages-0-metadata:add",
    "metadata:add",
    "metadata:remove:0",
    "vector_store-metadata:add",
    "nonsense:add",
)


def typed_in(text, name):
    found = re.search(rf'name="{name}"[^>]*>\n?([^<]*)</textarea>', text)
    return found and found[1]


@pytest.mark.parametrize("verb", VERBS)
def test_a_rows_button_loses_nothing_and_judges_nothing(signed_in, verb):
    form = fields(
        {"messages": [{"role": "user", "content": f"text {n}"} for n in range(4)]},
        title="x" * 300,
        code_interpreter_file_ids="not one word",
        metadata=[{"key": "k", "value": "v"}, {"key": "k", "value": "w"}],
        file_search="none",
        vector_store={"file_ids": "left here", "metadata": [{"key": "s", "value": "t"}]},
    )

    response = signed_in.post(URL, form | {"row": [verb]})

    assert response.status_code == 200
    assert "aria-invalid" not in response.text
    for kept in ("text 0", "text 1", "text 2", "x" * 300, "not one word", "left here"):
        assert kept in response.text
    assert token_in(response) == form["token"][0]
    assert not Submission.objects.exists()


def test_a_moved_message_takes_everything_with_it(signed_in):
    form = fields({"messages": [*payloads.P9["messages"], {"role": "user", "content": "last"}]})

    text = signed_in.post(URL, form | {"row": ["messages:down:0"]}).text

    assert typed_in(text, "messages-0-content") == "last"
    assert typed_in(text, "messages-1-content") == "Compare the two invoices."
    assert 'name="messages-1-attachments-1-file_id" value="file-2"' in text
    assert "Message 1 moved to position 2 of 2." in text


@pytest.mark.parametrize(
    "verb,section",
    [
        ("messages:add", "messages"),
        ("messages-0-attachments:add", "messages-0-attachments"),
        ("messages-0-parts:add:text", "messages-0-parts"),
        ("messages-0-metadata:add", "messages-0-metadata"),
        ("metadata:add", "metadata"),
        ("vector_store-metadata:add", "vector_store-metadata"),
    ],
)
def test_htmx_gets_only_the_section_that_changed(signed_in, verb, section):
    form = fields(payloads.P7) | {"row": [verb]}

    response = signed_in.post(URL, form, headers=HTMX)

    assert response["HX-Retarget"] == f"#{section}"
    assert response["HX-Reswap"].startswith("outerHTML")
    assert f'id="{section}"' in response.text
    assert 'name="token"' not in response.text
    assert "autofocus" in response.text
    assert 'hx-swap-oob="innerHTML:#live"' in response.text


def test_an_attachment_without_a_tool_is_a_warning(signed_in):
    message = {"role": "user", "content": "x", "attachments": [{"file_id": "f", "tools": []}]}

    text = signed_in.post(URL, fields({"messages": [message]}) | {"row": ["metadata:add"]}).text

    assert "No tool selected. The file will be attached, but no tool can read it." in text
    assert "1 warning" in text


def test_what_was_typed_for_another_kind_of_part_rides_along(signed_in):
    part = {"type": "image_url", "url": "https://a/b", "text": "left here"}
    form = fields(messages=[{"role": "user", "content": "x", "parts": [part]}])

    text = signed_in.post(URL, form | {"row": ["metadata:add"]}).text

    assert '<input type="hidden" name="messages-0-parts-0-text" value="left here">' in text


@pytest.mark.parametrize("row", ["messages:add", None])
def test_a_hostile_number_of_rows_is_answered_with_a_sentence(signed_in, row):
    form = {"token": str(uuid.uuid4()), "messages-TOTAL_FORMS": "99999999"}

    response = signed_in.post(URL, form | ({"row": row} if row else {}))

    assert response.status_code == 422
    assert "Nothing has been sent." in response.text
