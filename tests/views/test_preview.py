"""The live preview: what it shows is what is sent, it tells no secret, and it answers whatever is in the form."""

import io
import json
import uuid
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from tests import payloads, shell
from tests.factories import connection
from tests.upstream import running_upstream
from threadsui.api import schema
from threadsui.forms.composer import ComposerForm
from threadsui.forms.form_data import form_data
from threadsui.models import Connection, Submission

URL = "/threads/new/preview/"
SECRETS = ("sk-of-the-connection", "value-of-the-header")
patient = settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Texts(HTMLParser):
    """The text of every element with an id, as a script's textContent would have it."""

    def __init__(self, page):
        super().__init__()
        self.by_id, self._open = {}, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in {"input", "link", "meta"}:
            self._open.append(dict(attrs).get("id"))
            self.by_id.setdefault(self._open[-1], "")

    def handle_startendtag(self, tag, attrs):
        """Shapes of icons."""

    def handle_endtag(self, tag):
        if self._open:
            self._open.pop()

    def handle_data(self, data):
        for name in filter(None, self._open):
            self.by_id[name] += data


def fields(payload=None, **extra):
    values = ComposerForm.values_of(payload or {}) | {"token": str(uuid.uuid4())} | extra
    return dict(form_data(values).lists())


def canonical(payload):
    return schema.canonical(schema.parse(schema.CreateThread, payload))


def texts(response):
    assert response.status_code == 200
    return Texts(response.text).by_id


@pytest.fixture
def preview(signed_in):
    """The texts of the preview of these fields: `preview(fields(payload))["spelled-json"]`."""
    return lambda data: texts(signed_in.post(URL, data))


@pytest.fixture
def upstream(db):
    with running_upstream() as server:
        connection(
            "upstream",
            base_url=server.url,
            secret=SECRETS[0],
            extra_headers={"X-Team": SECRETS[1]},
        )
        yield server


# -- What is shown is what is sent -------------------------------------------------------------------------------------


@patient
@given(payload=payloads.threads)
def test_json_shown_is_byte_for_byte_what_the_upstream_receives(signed_in, upstream, payload):
    data = fields(canonical(payload), connection="upstream")

    shown = texts(signed_in.post(URL, data))["spelled-json"]
    signed_in.post("/threads/new/", data)

    assert shown.encode() == upstream.bodies[-1]


@patient
@given(payload=payloads.threads)
def test_curl_line_posts_the_very_bytes(signed_in, upstream, payload):
    data = fields(canonical(payload), connection="upstream")

    shown = texts(signed_in.post(URL, data))
    call = shell.curl_call(shown["spelled-curl"], THREADS_API_KEY="k", HEADER_X_TEAM="t")

    assert call.url == f"{upstream.url}/threads"
    assert call.headers["Authorization"] == "Bearer k"
    assert call.headers["X-Team"] == "t"
    if not call.body.startswith("@"):
        assert call.body == shown["spelled-json"]


@patient
@given(payload=payloads.threads)
def test_cli_line_parses_back_to_the_same_body(signed_in, payload):
    body = canonical(payload)

    line = texts(signed_in.post(URL, fields(body)))["spelled-cli"]
    words = shell.words_of(line, "openai", THREADS_API_KEY="k")
    assert words[:2] == ["beta:threads", "create"]
    said = call_the_same(words[2:])

    assert as_openai_cli_reads(json.loads(said)) == as_openai_cli_reads(body)


def call_the_same(flags):
    """The body that our own command, which has the same flags, would send."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
        call_command("create_thread", *flags, "--dry-run", stdout=out)
    return out.getvalue()


def as_openai_cli_reads(value):
    """openai-cli takes the backslash of a leading `\\@` away; our command has no need of it and does not."""
    if isinstance(value, dict):
        return {name: as_openai_cli_reads(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_openai_cli_reads(item) for item in value]
    if isinstance(value, str) and value.startswith("\\@"):
        return value[1:]
    return value


def test_page_shows_the_body_that_it_was_opened_with(signed_in):
    body = schema.canonical_json(schema.parse(schema.CreateThread, payloads.P1_NEW_STORE))

    page = signed_in.post("/threads/import/", {"body": body})

    assert texts(page)["spelled-json"] == body


def test_an_empty_form_shows_an_empty_body(signed_in):
    shown = texts(signed_in.get("/threads/new/"))

    assert shown["spelled-json"] == "{}"
    assert "2\xa0bytes" in shown["request-foot"]


def test_foot_counts_bytes_not_characters(preview):
    shown = preview(fields({"metadata": {"ü": "é"}}))

    assert f"{len(shown['spelled-json'].encode())}\xa0bytes" in shown["request-foot"]
    assert "POST /sandbox/v1/threads" in shown["request-foot"]


def test_a_body_too_long_to_draw_is_copied_whole(preview):
    long = {"messages": [{"role": "user", "content": f"{'x' * 250_000}&<"}]}

    shown = preview(fields(long))

    assert json.loads(shown["spelled-json"]) == long
    assert "@body.json" in shown["spelled-curl"]


def test_the_chosen_spelling_stays_chosen(signed_in):
    page = signed_in.post("/threads/new/", fields(title="x" * 201, spelling="python"))

    assert 'value="python" checked' in page.text
    assert 'value="json" checked' not in page.text


# -- Where it goes, and no secret --------------------------------------------------------------------------------------


def test_no_secret_of_the_connection_is_in_the_answer(signed_in, upstream):
    response = signed_in.post(URL, fields(payloads.P1_NEW_STORE, connection="upstream"))

    assert not [secret for secret in SECRETS if secret in response.text]
    shown = texts(response)
    assert all("THREADS_API_KEY" in shown[f"spelled-{name}"] for name in ("curl", "cli", "python"))
    assert "HEADER_X_TEAM" in shown["spelled-curl"]


def test_the_sandbox_is_called_where_this_console_answers(preview):
    shown = preview(fields())

    for name in ("curl", "cli", "python"):
        assert "http://testserver/sandbox/v1" in shown[f"spelled-{name}"]


@pytest.mark.parametrize("chosen", ["nowhere", "broken"])
def test_without_a_connection_that_can_be_called_there_is_json_alone(preview, chosen):
    broken = connection("broken")
    Connection.objects.filter(pk=broken.pk).update(base_url="https://user:pass@example.org/v1")

    shown = preview(fields(payloads.P7, connection=chosen))

    assert json.loads(shown["spelled-json"]) == payloads.P7
    assert "Choose a connection" in shown["spelled-curl"]
    assert "user:pass" not in "".join(shown.values())


# -- Whatever is in the form -------------------------------------------------------------------------------------------


def test_problems_come_first_with_a_link_and_the_body_is_shown_as_typed(signed_in):
    data = fields({"messages": [{"role": "user", "content": "Hello"}], "metadata": {"a": "1"}})
    data |= {"metadata-TOTAL_FORMS": "2", "metadata-1-key": "a", "metadata-1-value": "2"}
    data |= {"messages-0-attachments-TOTAL_FORMS": "1"}
    data |= {"messages-0-attachments-0-file_id": "file-1"}

    response = signed_in.post(URL, data)

    assert '<a href="#id_metadata-1-key">“a” is already used in row 1</a>' in response.text
    assert '<a href="#id_messages-0-attachments-0-file_id">Attachment without a tool' in (
        response.text
    )
    shown = texts(response)
    order = ["already used in row 1", "thread metadata row 2", "without a tool", "1/32", "2/16"]
    places = [shown["checklist"].index(words) for words in order]
    assert places == sorted(places)
    assert "1 problem" in shown["checklist"]
    assert "1 problem" in shown["send-summary"]
    assert "Not valid yet" in shown["request-foot"]
    assert json.loads(shown["spelled-json"])["metadata"] == {"a": "2"}


def test_limits_that_are_kept_are_listed_with_what_is_used(preview):
    body = {
        "messages": [{"role": "user", "content": "Hello", "metadata": {"note": "v" * 310}}] * 3,
        "metadata": {"a": "1"},
        "tool_resources": {"code_interpreter": {"file_ids": ["file-1", "file-2"]}},
    }

    said = preview(fields(body))["checklist"]

    for used in ("3/32", "5/256,000", "1/16", "310/512", "2/20"):
        assert used in said
    assert "problem" not in said


def test_counts_beside_the_sections_follow(preview):
    shown = preview(fields(payloads.P7 | {"metadata": {"a": "1"}}))

    assert (shown["messages-used"], shown["metadata-used"]) == ("3/32", "1/16")


def test_a_limit_that_is_broken_is_one_problem(preview):
    said = preview(fields({"messages": [{"role": "user", "content": "x" * 256_001}]}))["checklist"]

    assert "1 problem" in said
    assert "This message is 256,001 characters; the limit is 256,000" in said


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"token": "no-token", "connection": "nowhere", "spelling": "klingon"},
        {"messages-TOTAL_FORMS": "-1"},
        {"messages-TOTAL_FORMS": "99999"},
        {"messages-0-content": "lost"},
        {"messages-TOTAL_FORMS": "1", "messages-0-role": "system", "messages-0-content": "\x00"},
        {
            "messages-TOTAL_FORMS": "1",
            "messages-0-parts-TOTAL_FORMS": "2",
            "messages-0-parts-0-type": "video",
            "messages-0-parts-0-url": "x",
            "messages-0-parts-1-type": "image_url",
            "messages-0-parts-1-url": "not an address",
            "messages-0-attachments-TOTAL_FORMS": "1",
            "messages-0-attachments-0-tools": ["hammer"],
        },
        {"metadata-TOTAL_FORMS": "1", "metadata-0-value": "no key"},
        {"file_search": "elsewhere", "vector_store_ids": "a\nb c"},
        {"file_search": "existing"},
        {
            "file_search": "new",
            "vector_store-chunking": "static",
            "vector_store-max_chunk_size_tokens": "many",
            "vector_store-file_ids": "a b",
        },
        {"file_search": "new", "vector_store-chunking": "odd", "vector_store_ids": "vs_1"},
        {"code_interpreter_file_ids": "a b\nfile-1", "title": "x" * 300},
    ],
)
def test_any_form_has_an_answer_and_its_problems_are_counted(preview, data):
    shown = preview({"token": str(uuid.uuid4())} | data)

    assert isinstance(json.loads(shown["spelled-json"]), dict)
    if data:
        assert "problem" in shown["checklist"]


def test_what_was_refused_is_still_shown_exactly(signed_in, sandbox_connection):
    Connection.objects.filter(pk=sandbox_connection.pk).update(sandbox_fault="string_error")
    data = fields(payloads.P1_NEW_STORE)

    page = signed_in.post("/threads/new/", data)

    assert page.status_code == 422
    assert Texts(page.text).by_id["spelled-json"] == Submission.objects.get().body


# -- Nothing else happens ----------------------------------------------------------------------------------------------


def test_a_preview_keeps_and_sends_nothing(preview, upstream):
    preview(fields(payloads.P7, connection="upstream"))

    assert upstream.bodies == []
    assert not Submission.objects.exists()


def test_it_answers_post_alone(signed_in):
    assert signed_in.get(URL).status_code == 405


def test_a_viewer_gets_none(client_of, viewer):
    assert client_of(viewer).post(URL, fields()).status_code == 403


def test_it_takes_few_queries_however_long_the_form(signed_in, django_assert_max_num_queries):
    long = {"messages": [payloads.P6] * 32, "metadata": payloads.P13["metadata"]}
    for body in ({}, long):
        with django_assert_max_num_queries(6):
            signed_in.post(reverse("threadsui:thread_preview"), fields(body))


def test_a_row_button_asks_the_preview_to_follow(signed_in):
    response = signed_in.post(
        "/threads/new/",
        fields(payloads.P7, row="messages:remove:0"),
        headers={"HX-Request": "true", "HX-Target": "composer"},
    )

    assert "rows" in json.loads(response.headers["HX-Trigger-After-Settle"])
