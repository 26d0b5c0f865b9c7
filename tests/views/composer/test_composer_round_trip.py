"""Payload → page → what a browser posts → the same payload."""

from html.parser import HTMLParser

import pytest
from django.http import QueryDict

from tests import payloads
from threadsui.api import schema
from threadsui.models import Submission


class Browser(HTMLParser):
    """What a browser would post for the fields of a page: the successful controls, with its line breaks."""

    def __init__(self, page):
        super().__init__()
        self.data = QueryDict(mutable=True)
        self.textarea = self.select = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and "name" in attrs:
            if attrs.get("type") not in {"radio", "checkbox"} or "checked" in attrs:
                value = attrs.get("value", "")
                if attrs.get("type", "text") == "text":
                    value = value.replace("\n", "").replace("\r", "")
                self.data.appendlist(attrs["name"], value)
        elif tag == "textarea":
            self.textarea = (attrs["name"], [])
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and ("selected" in attrs or self.select not in self.data):
            self.data[self.select] = attrs["value"]

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, pieces = self.textarea
            text = (
                "".join(pieces).replace("\r\n", "\n").removeprefix("\n")
            )  # HTML drops the first line break
            self.data.appendlist(name, text.replace("\n", "\r\n"))
            self.textarea = None


WORDS = {
    "messages": [
        {
            "role": "assistant",
            "content": [{"type": "text", "text": text}, {"type": "text", "text": f"\n{text}"}],
            "metadata": {text: f"\n{text}"},
        }
        for text in payloads.WORDS_OF_THE_WORLD
    ],
    "metadata": {text: text for text in payloads.WORDS_OF_THE_WORLD},
}


@pytest.mark.parametrize("name", [*payloads.VALID_THREADS, "words of the world"])
def test_a_body_comes_out_of_the_page_as_it_went_in(signed_in, name):
    payload = payloads.VALID_THREADS.get(name, WORDS)
    body = schema.canonical_json(schema.parse(schema.CreateThread, payload))

    page = signed_in.post("/threads/import/", {"body": body})
    posted = Browser(page.text).data
    posted["confirm_empty"] = "yes"  # as one of them is
    response = signed_in.post(
        "/threads/new/",
        posted.urlencode(),
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 302, response.text
    assert Submission.objects.get().body == body


def test_the_form_that_comes_back_is_the_form_that_was_sent(signed_in):
    body = schema.canonical_json(schema.parse(schema.CreateThread, WORDS))
    sent = Browser(signed_in.post("/threads/import/", {"body": body}).text).data
    sent["title"] = "x" * 201

    for row in (None, "nonsense:add"):
        posted = sent.copy()
        if row:
            posted["row"] = row
        text = posted.urlencode()
        page = signed_in.post(
            "/threads/new/", text, content_type="application/x-www-form-urlencoded"
        )

        back = Browser(page.text).data
        assert dict(back.lists()) == dict(sent.lists()) | {
            "csrfmiddlewaretoken": back.getlist("csrfmiddlewaretoken")
        }
