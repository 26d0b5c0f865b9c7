"""The corpus of payloads put into every form of the console through its real view, and what every page shows then.

Forms are found as a browser finds them, on the pages themselves: a new form takes part by being there.
"""

import json
import uuid

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests import factories
from tests.access.addresses import addresses_of
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data
from threadsui.models import Role

from .hostile_records import BODY, perishable, written_elsewhere
from .pages import filled, forms_in
from .payloads import ALL, IN_ONE_LINE, PAYLOADS, packs

REFUSED = (b'aria-invalid="true"', b'role="alert"')
WORD = f"xss-{PAYLOADS[1]}"  # one word, without a colon
# By field, what a form takes where it would not take every payload; all of them are posted there as well, and refused.
TAKEN = {
    "email": lambda pack: f"xss-{uuid.uuid4().hex[:8]}@example.com",
    "title": lambda pack: pack[:200],
    "username": lambda pack: f"xss-{uuid.uuid4().hex[:8]}",
    "base_url": lambda pack: "https://xss.example/v1",
    "extra_headers": lambda pack: f"x-xss: {PAYLOADS[1]}",
    "extra_query": lambda pack: f"xss={PAYLOADS[1]}",
    "code_interpreter_file_ids": lambda pack: WORD,
    "vector_store_ids": lambda pack: WORD,
    "beta_header": lambda pack: PAYLOADS[2],
    "organization": lambda pack: PAYLOADS[2],
    "project": lambda pack: PAYLOADS[2],
} | dict.fromkeys(
    (
        "token_url",
        "proxy",
        "ca_bundle",
        "secret_reference",
        "auth_header",
        "slug",
        "client_id",
        "token_scope",
    ),
    lambda pack: "",
)
# Changes come first: a name is taken once. Last comes what would take away what the others are sent to.
FIRST = ("_update",)
LAST = (
    "resend",
    "dismiss",
    "discard",
    "withdraw",
    "_reset",
    "deactivate",
    "disable",
    "delete",
    "hold",
)
# Forms that only an address with more in it shows.
WAYS = {
    "connection_create": lambda corpus: {"profile": "custom"},
    "metadata_rename": lambda corpus: {"key": PAYLOADS[16][:64], "query": ""},
    "thread_bulk": lambda corpus: {"ids": corpus.records["thread"].pk},
    "thread_detail": lambda corpus: {"tab": "notes"},
    "preset_create": lambda corpus: {"draft": corpus.records["draft"].pk},
}


class Corpus:
    """`answers` are (name, response) of all that was sent; `sent` the names of the forms that are posted, and
    `accepted` of those that took payloads.
    """

    def __init__(self):
        self.admin = factories.user("admin", username="admin-xss", first_name=PAYLOADS[1][:30])
        self.auditor = factories.user("auditor")
        self.answers, self.accepted, self.sent, self._clients = [], set(), set(), {}
        self.records = written_elsewhere(self.admin)
        self.records |= perishable(self.admin, self.records["thread"])

    def addresses(self):
        """(name, address) of everything that has an address, of the records above."""
        yield from addresses_of(self.records)
        yield "foreign", self.records["foreign"].get_absolute_url()

    def client(self, user):
        """One that has signed in by the form, as who has it may change their second factors. None: nobody."""
        if user not in self._clients:
            self._clients[user] = client = Client()
            if user is not None:
                typed = {"login": user.username, "password": "secret"}
                assert client.post("/accounts/login/", typed).status_code == 302
        return self._clients[user]

    def reader_of(self, name):
        short = name.rpartition(":")[2]
        if short in {"account_login", "password_link"}:
            return None
        return self.auditor if "reveal" in short or "export" in short else self.admin

    def send_every_form(self):
        """Every form that is on any page, with every payload in all that one types in it."""
        self._send_by_hand()
        forms = {}
        for name, address in self.addresses():
            way = WAYS.get(name.rpartition(":")[2], lambda _corpus: {})
            answer = self.client(self.reader_of(name)).get(address, way(self))
            for form in self._forms_of(answer, address):
                names = frozenset(one.name for one in form.controls)
                forms.setdefault((name_of(form), form.method, names), form)
        in_turn = sorted(forms.items(), key=lambda item: _turn(item[0][0]))
        for place, ((name, _method, _names), form) in enumerate(in_turn):
            self._send_all(name, form, place)
        self.records |= perishable(self.admin, self.records["foreign"])

    def _forms_of(self, answer, address):
        if answer.streaming or "html" not in answer.get("Content-Type", ""):
            return []
        return [form for form in forms_in(answer.text, address) if form.typed]

    def _send_all(self, name, form, place):
        """Everything at once, which most refuse and show again; then what they take, a pack of payloads at a time."""
        self._send(name, form, lambda control: f"{ALL} {control.name}")
        if form.method == "get":
            return
        limits = [one.limit for one in form.typed if one.limit and one.name not in TAKEN]
        found = list(packs(min([*limits, 4000])))
        start, refused = place % len(found), 0
        for pack in found[start:] + found[:start]:
            refused += self._send(name, form, _taken(name, pack)) >= 400
            if refused > 1:
                return

    def _send(self, name, form, texts):
        data = filled(form, texts)
        if "role" in {one.name for one in form.controls} and "role" not in data:
            data["role"] = [Role.AGENT]
        client = self.client(self.reader_of(name))
        answer = getattr(client, form.method)(form.address, data)
        self._note(name, answer)
        if form.method == "post":
            self._judge(name, answer)
        return answer.status_code

    def _send_by_hand(self):
        """The forms that own forms, whose rows are as many as one likes; and what an earlier page asks for."""
        values = ComposerForm.values_of(BODY) | {"title": IN_ONE_LINE[:200]}
        values["token"] = str(uuid.uuid4())
        renamed = {"key": PAYLOADS[16][:64], "query": "", "to": PAYLOADS[1]}
        for name, data in (
            ("threadsui:thread_create", dict(form_data(values).lists())),
            ("threadsui:thread_import", {"body": json.dumps(BODY)}),
            ("threadsui:metadata_rename", renamed),
        ):
            answer = self.client(self.admin).post(reverse(name), data)
            self._note(name, answer)
            self._judge(name, answer)

    def _judge(self, name, answer):
        self.sent.add(name)
        is_refused = not answer.streaming and any(mark in answer.content for mark in REFUSED)
        if answer.status_code < 400 and not is_refused:
            self.accepted.add(name)

    def _note(self, how, answer):
        if not answer.streaming and answer.content:
            self.answers.append((how, answer))


def name_of(form):
    try:
        return resolve(form.address).view_name
    except Resolver404:
        return form.address


def _taken(name, pack):
    def text(control):
        if control.name.endswith("-key"):  # of a pair that is there
            return control.value or PAYLOADS[1]
        if control.name.endswith("-value"):
            return pack[:512]
        made = TAKEN_BY.get((name, control.name)) or TAKEN.get(control.name)
        return made(pack) if made else pack

    return text


def _word(pack):
    return pack.split()[0].replace(":", "")


TAKEN_BY = {
    ("threadsui:snippet_create", "name"): _word,
    ("threadsui:snippet_update", "name"): _word,
}


def _turn(name):
    order = (*FIRST, "", *LAST)
    found = next((word for word in (*FIRST, *LAST) if word in name), "")
    return order.index(found), name
