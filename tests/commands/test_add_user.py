"""`manage.py add_user`."""

import io

import pytest
from django.core.management import CommandError, call_command

from threadsui.models import User

pytestmark = pytest.mark.django_db


def test_person_is_added_with_a_password_from_the_environment(monkeypatch, client):
    monkeypatch.setenv("ANAS_PASSWORD", "correct-horse-7")
    out = io.StringIO()

    call_command(
        *("add_user", "ana", "--role", "agent", "--name", "Ana Souza"),
        *("--password-env", "ANAS_PASSWORD"),
        stdout=out,
    )

    assert out.getvalue() == "Added Ana Souza, who signs in as ana (agent).\n"
    assert client.login(username="ana", password="correct-horse-7")
    assert User.objects.get().role == "agent"


def test_person_is_asked_for_the_password_twice(monkeypatch):
    answers = iter(["correct-horse-7", "battery-staple-8"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("threadsui.management.commands.add_user.getpass", lambda _: next(answers))

    with pytest.raises(CommandError, match="not the same"):
        call_command("add_user", "ana", "--role", "agent")

    assert not User.objects.exists()


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--password-env", "NOT_SET_HERE"], "too short"),
        ([], "no terminal to ask"),
    ],
)
def test_person_without_a_good_password_is_not_added(monkeypatch, arguments, sentence):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    with pytest.raises(CommandError, match=sentence) as caught:
        call_command("add_user", "ana", "--role", "agent", *arguments)

    assert caught.value.returncode == 2
    assert not User.objects.exists()
