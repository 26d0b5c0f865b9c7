"""Keys that are named instead of stored: read at every call, and only from where they may be."""

import os

import pytest

from tests.factories import connection as make_connection
from tests.personalities import KEY, running
from threadsui.api import APIRequestError, NotFoundError
from threadsui.services.calling.clients import client_for
from threadsui.services.connections.saving import save_connection
from threadsui.services.errors import ServiceError

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.SECRETS_DIR = tmp_path / "secrets"
    settings.SECRETS_DIR.mkdir()
    return settings.SECRETS_DIR


def call(connection):
    """A 404 for the thread: past the door."""
    with pytest.raises(NotFoundError):
        client_for(connection).threads.retrieve("thread_1")


def test_key_of_the_environment_is_the_one_of_now(monkeypatch):
    with running("openai") as server:
        named = make_connection(base_url=server.url, secret_reference="env:CONNECTION_SECRET_DESK")
        with pytest.raises(APIRequestError, match="env:CONNECTION_SECRET_DESK is empty or not set"):
            client_for(named)
        monkeypatch.setenv("CONNECTION_SECRET_DESK", f" {KEY}\n")
        call(named)
        server.key = "sk-replaced-at-night"
        monkeypatch.setenv("CONNECTION_SECRET_DESK", server.key)
        call(named)


def test_key_of_a_file_is_the_one_of_now(folder):
    (folder / "desk").write_text("sk-before-4711\n")
    with running("openai") as server:
        server.key = "sk-before-4711"
        named = make_connection(base_url=server.url, secret_reference=f"file:{folder}/desk")
        call(named)
        server.key = "sk-after-0815"
        (folder / "desk").write_text(server.key)
        call(named)


@pytest.mark.parametrize(
    "reference, sentence",
    [
        ("env:SECRET_KEY", "CONNECTION_SECRET_"),
        ("env:CONNECTION_SECRET_", "CONNECTION_SECRET_"),
        ("env:CONNECTION_SECRET_A B", "Write env:NAME"),
        ("file:/etc/passwd", "Only files in"),
        ("file:{folder}/../outside", "Only files in"),
        ("file:{folder}/link", "Only files in"),
        ("file:relative", "Write env:NAME"),
        ("vault:desk", "Write env:NAME"),
    ],
)
def test_place_outside_of_what_is_allowed_is_not_saved(admin, folder, reference, sentence):
    (folder.parent / "outside").write_text("keys of others")
    (folder / "link").symlink_to(folder.parent / "outside")

    with pytest.raises(ServiceError, match=sentence) as caught:
        save_connection(
            actor=admin,
            slug="desk",
            name="Desk",
            base_url="https://desk/v1",
            secret_reference=reference.format(folder=folder),
        )

    assert caught.value.param == "secret_reference"


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_file_without_a_key_is_said_at_the_call(folder, content):
    if content is not None:
        (folder / "desk").write_bytes(content)
    named = make_connection(secret_reference=f"file:{folder}/desk")

    with pytest.raises(APIRequestError, match=r"no file|is empty|cannot be read"):
        client_for(named)


def test_place_allowed_yesterday_is_not_read_today(folder, settings):
    (folder / "desk").write_text(KEY)
    named = make_connection(secret_reference=f"file:{folder}/desk")
    settings.SECRETS_DIR = None

    with pytest.raises(APIRequestError, match="set SECRETS_DIR"):
        client_for(named)


def test_link_put_in_the_place_of_a_judged_file_is_not_followed(folder, monkeypatch):
    """Between the look at a place and its opening somebody may exchange it: what is opened is looked at itself."""
    (folder.parent / "outside").write_text("keys of others")
    (folder / "desk").write_text(KEY)
    named = make_connection(secret_reference=f"file:{folder}/desk")
    opened = os.open

    def exchanged_just_before(path, flags, **options):
        if path == "desk":
            (folder / "desk").unlink()
            (folder / "desk").symlink_to(folder.parent / "outside")
        return opened(path, flags, **options)

    monkeypatch.setattr(os, "open", exchanged_just_before)

    with pytest.raises(APIRequestError, match="cannot be read"):
        client_for(named)


def test_folder_exchanged_for_a_link_is_not_followed(folder, monkeypatch):
    outside = folder.parent / "outside"
    for place in (outside, folder / "team"):
        place.mkdir()
        (place / "desk").write_text(f"sk-of-{place.name}")
    named = make_connection(secret_reference=f"file:{folder}/team/desk")
    opened = os.open

    def exchanged_just_before(path, flags, **options):
        if path == "team":
            (folder / "team").rename(folder / "gone")
            (folder / "team").symlink_to(outside)
        return opened(path, flags, **options)

    monkeypatch.setattr(os, "open", exchanged_just_before)

    with pytest.raises(APIRequestError, match="cannot be read"):
        client_for(named)


def test_links_inside_of_the_folder_are_followed_as_kubernetes_makes_them(folder):
    (folder / "..2026").mkdir()
    (folder / "..2026" / "desk").write_text(KEY)
    (folder / "..data").symlink_to("..2026")
    (folder / "desk").symlink_to("..data/desk")
    with running("openai") as server:
        call(make_connection(base_url=server.url, secret_reference=f"file:{folder}/desk"))


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_not_waited_for(folder, make):
    make(folder / "desk")

    with pytest.raises(APIRequestError, match="no file"):
        client_for(make_connection(secret_reference=f"file:{folder}/desk"))


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "circle"])
def test_impossible_name_of_a_file_is_a_sentence(folder, name):
    (folder / "circle").symlink_to(folder / "circle")

    with pytest.raises(APIRequestError, match=r"Only files in|cannot be read|no file"):
        client_for(make_connection(secret_reference=f"file:{folder}/{name}"))
