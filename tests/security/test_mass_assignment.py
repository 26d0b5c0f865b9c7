"""A form takes the fields that it has. What else is posted with it changes nothing."""

import ast
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import Permission

import threadsui
from tests import factories
from tests.security.corpus import Corpus, name_of
from tests.security.pages import filled, forms_in
from threadsui.models import AuditEvent, Draft, Note, Preset, SavedView, Snippet, Submission, User

SOURCES = sorted(Path(threadsui.__path__[0]).rglob("*.py"))
MORE = {
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "",
    "is_demo": "on",
    "is_admin": "1",
    "role": "admin",
    "roles": ["admin", "lead"],
    "groups": ["1", "2", "3", "4", "5"],
    "group": "admin",
    "user_permissions": ["1", "2"],
    "actor": "1",
    "actor_id": "1",
    "creator": "1",
    "creator_id": "1",
    "owner": "1",
    "owner_id": "1",
    "author": "1",
    "author_id": "1",
    "user": "1",
    "user_id": "1",
    "id": "1",
    "pk": "1",
    "state": "accepted",
    "resolution": "adopted",
    "remote_id": "thread_mass",
    "created_at": "2001-01-01",
    "recorded_at": "2001-01-01",
    "deleted_at": "2001-01-01",
    "is_sandbox": "",
    "session_epoch": "9",
    "password": "mass-assigned-1",
}


OTHERS = ("/accounts/", "/join/")  # allauth's, and what a link opens for the person it was made for


def people():
    facts = ("pk", "is_superuser", "is_staff", "is_active", "is_demo", "session_epoch")
    return [
        (
            *(getattr(one, name) for name in facts),
            *one.groups.order_by("name").values_list("name", flat=True),
        )
        for one in User.objects.order_by("pk")
    ]


@pytest.mark.django_db
def test_agent_who_posts_more_than_the_forms_have_gets_no_more(client_of):
    factories.user("admin", username="first")
    corpus, agent = Corpus(), factories.user("agent", username="mallory")
    client, before = client_of(agent), people()
    newest = AuditEvent.objects.order_by("-pk").first().pk
    forms_found = {}
    for _name, address in corpus.addresses():
        answer = client.get(address)
        if not answer.streaming and "html" in answer.get("Content-Type", ""):
            for form in forms_in(answer.text, address):
                if form.method == "post" and not form.address.startswith(OTHERS):
                    names = frozenset(one.name for one in form.controls)
                    forms_found.setdefault((name_of(form), names), form)
    for (_name, names), form in forms_found.items():
        data = filled(form, lambda control: "Some words")
        client.post(form.address, data | {key: MORE[key] for key in MORE.keys() - names})

    assert len(forms_found) > 10
    assert people() == before
    assert agent.check_password("secret")
    assert User.objects.get(pk=agent.pk).check_password("secret")
    assert set(AuditEvent.objects.filter(pk__gt=newest).values_list("actor_name", flat=True)) == {
        "mallory"
    }
    for model, field in ((Draft, "owner"), (Preset, "owner"), (Snippet, "owner")):
        made = model.objects.exclude(**{f"{field}_id": corpus.admin.pk})
        assert {getattr(one, field) for one in made} <= {agent}
    for model, field in ((SavedView, "owner"), (Note, "author"), (Submission, "actor")):
        made = model.objects.exclude(**{f"{field}_id": corpus.admin.pk})
        assert {getattr(one, field) for one in made} <= {agent}


@pytest.mark.django_db
def test_admin_who_names_a_superuser_makes_none(client, admin):
    client.force_login(admin)
    typed = {"username": "new", "name": "New", "email": "", "role": ["viewer"]}
    extra = {key: value for key, value in MORE.items() if key not in typed}

    client.post("/team/invite/", typed | extra)

    made = User.objects.get(username="new")
    assert (made.is_superuser, made.is_staff, made.has_usable_password()) == (False, False, False)
    assert list(made.groups.values_list("name", flat=True)) == ["viewer"]
    assert not Permission.objects.filter(user=made).exists()


def test_no_form_takes_its_fields_from_a_model():
    def all_of(kind):
        for one in kind.__subclasses__():
            yield one
            yield from all_of(one)

    ours = [one for one in all_of(forms.BaseForm) if one.__module__.startswith("threadsui")]
    assert len(ours) > 30
    assert [one for one in ours if issubclass(one, forms.BaseModelForm)] == []


def test_what_was_posted_is_never_spread_over_a_call():
    spread = [
        f"{path.name}: {ast.unparse(node)}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg is None
        if "request.POST" in ast.unparse(node.value) or "request.GET" in ast.unparse(node.value)
    ]

    assert len(SOURCES) > 200
    assert spread == []
