"""What is posted to the preview, and what it shows."""

import uuid
from html.parser import HTMLParser

from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data

URL = "/threads/new/preview/"
SECRETS = ("sk-of-the-connection", "value-of-the-header")


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
    """What the composer posts of this body, with a token of its own."""
    values = ComposerForm.values_of(payload or {}) | {"token": str(uuid.uuid4())} | extra
    return dict(form_data(values).lists())


def texts(response):
    """{id: its text}"""
    assert response.status_code == 200
    return Texts(response.text).by_id
