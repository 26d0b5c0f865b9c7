"""Threads as files: what is in them, what a spreadsheet must not run, and what is written down about it."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent, Operation
from threadsui.queries.threads import thread_export

URL = "/threads/export/"


@pytest.fixture
def export(signed_in):
    def post(chosen="csv", **data):
        data = {"all": "1"} | data if "ids" not in data else data
        return signed_in.post(URL, {"format": chosen, "confirmed": "1"} | data)

    return post


def text_of(response):
    return b"".join(response.streaming_content).decode()


def rows_of(response):
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"))))


def test_csv_has_a_line_for_each_thread_that_matches_newest_first(export, agent):
    for title in ("Old", "New"):
        factories.thread(title=title, creator=agent, metadata={"order": "7"}, messages=["Hi"])
    factories.thread(title="Somebody else's")

    response = export(query=f"creator={agent.username}")

    rows = rows_of(response)
    assert [row["title"] for row in rows] == ["New", "Old"]
    assert rows[0]["metadata"] == '{"order": "7"}'
    assert rows[0]["messages"] == "1"
    assert rows[0]["recorded_at"].endswith("Z")
    assert re.search(r'filename="threads-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])


def test_csv_opens_in_a_spreadsheet_as_utf_8(export):
    factories.thread(title="寝袋のサイズ")

    assert text_of(export()).startswith("\ufeffid,title,")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_text_in_the_file(export, start):
    factories.thread(title=f"{start}|cmd")

    assert rows_of(export())[0]["title"] == f"'{start}|cmd"


def test_ticked_threads_are_exported_and_no_other(export):
    one, two = factories.thread(title="One"), factories.thread(title="Two")
    factories.thread(title="Three")

    assert {row["title"] for row in rows_of(export(ids=[one.pk, two.pk]))} == {"One", "Two"}


def test_jsonl_holds_whole_threads_with_their_messages(export):
    parts = [{"type": "text", "text": "Line\u2028end"}]
    thread = factories.thread(messages=["Hello", {"content": parts, "role": "assistant"}])
    empty = factories.thread(title="Empty")

    lines = text_of(export("jsonl")).splitlines()

    first, second = map(json.loads, lines)
    assert (first["id"], first["messages"]) == (empty.remote_id, [])
    assert second["id"] == thread.remote_id
    assert [one["content"] for one in second["messages"]] == ["Hello", parts]
    assert second["console"]["connection"] == "sandbox"


def test_markdown_keeps_what_people_wrote_inside_fences(export):
    hostile = "# No heading\n~~~\n<script>alert(1)</script>"
    factories.thread(title="A *title* <b>", metadata={"key`": "v"}, messages=[hostile])

    text = text_of(export("markdown"))

    assert "# A \\*title\\* \\<b\\>" in text
    assert f"~~~~text\n{hostile}\n~~~~" in text
    assert "- `` key` ``: `v`" in text


def test_messages_of_many_threads_stay_with_their_threads(export, monkeypatch):
    monkeypatch.setattr(thread_export, "BATCH", 3)
    for number in range(7):
        texts = [f"{number}.{position}" for position in range(number % 3)]
        factories.thread(title=str(number), messages=texts)

    records = map(json.loads, text_of(export("jsonl")).splitlines())

    assert {
        one["console"]["title"]: [m["content"] for m in one["messages"]] for one in records
    } == {
        str(number): [f"{number}.{position}" for position in range(number % 3)]
        for number in range(7)
    }


def test_tagged_threads_are_exported_in_the_order_of_their_list(export, agent):
    from threadsui.services.teamwork.tags import tag_thread

    for title in ("Old", "New", "Untagged"):
        thread = factories.thread(title=title)
        if title != "Untagged":
            tag_thread(thread=thread, name="vip", actor=agent, may_create=True)

    rows = rows_of(export(query="tag=vip"))

    assert [(row["title"], row["tags"]) for row in rows] == [("New", "vip"), ("Old", "vip")]


def test_export_is_an_event_before_and_after_with_filter_and_count(export, agent):
    for _ in range(3):
        factories.thread(creator=agent)

    response = export(query=f"creator={agent.username}")
    started = AuditEvent.objects.get()
    text_of(response)

    assert started.action == "threads.export_started"
    assert started.changes["export"]["new"]["all that match"] == f"q=creator%3A{agent.username}"
    ended = AuditEvent.objects.get(action="threads.exported")
    assert ended.changes == {"threads": {"old": None, "new": 3}}
    assert ended.correlation_id == started.correlation_id == response["X-Request-ID"]
    assert Operation.objects.get().state == "done"


def test_number_of_queries_does_not_grow_with_the_threads_of_a_batch(
    export, django_assert_max_num_queries
):
    for _ in range(20):
        factories.thread(messages=["One", "Two"])

    with django_assert_max_num_queries(45):
        text_of(export("jsonl"))


@pytest.mark.parametrize(
    "data, words",
    [
        ({"ids": []}, "No thread is selected."),
        ({"all": "1", "query": "state=lost"}, "The filters of the list cannot be used."),
        ({"ids": ["x"]}, "A row&#x27;s number is none."),
    ],
)
def test_selection_that_makes_no_sense_is_said_and_exports_nothing(signed_in, data, words):
    response = signed_in.post(URL, {"format": "csv", "confirmed": "1"} | data)

    assert response.status_code == 422
    assert words in response.text
    assert not Operation.objects.exists()


def test_unknown_format_is_an_error_at_its_field(export):
    factories.thread()

    response = export("exe")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["format"]


def test_page_says_how_many_threads_and_keeps_the_filters_of_the_link(signed_in, agent):
    factories.thread(creator=agent)
    factories.thread()

    response = signed_in.get(URL, {"creator": agent.username})

    assert "Export the 1 thread that matches" in response.text
    assert f'value="creator={agent.username}"' in response.text


def test_dialog_is_the_form_alone(signed_in):
    headers = {"HX-Request": "true", "HX-Target": "dialogs"}

    response = signed_in.get(URL, {"ids": factories.thread().pk}, headers=headers)

    assert "<h1" not in response.text
    assert "<dialog" in response.text
    assert "Export 1 thread" in response.text


def test_viewer_sees_no_export(client_of, viewer):
    client = client_of(viewer)

    assert reverse("threadsui:thread_export") not in client.get("/threads/").text
    assert client.post(URL, {"format": "csv", "all": "1"}).status_code == 403


def test_page_of_a_thread_leads_to_the_export_of_it_alone(signed_in, viewer, client_of):
    thread = factories.thread(title="This one", messages=["Hello"])
    factories.thread(title="Another one")
    href = f"{URL}?ids={thread.pk}"

    assert href in signed_in.get(thread.get_absolute_url()).text
    form = signed_in.get(href).context["selection"]
    assert [one.pk for one in form.threads] == [thread.pk]
    assert href not in client_of(viewer).get(thread.get_absolute_url()).text
