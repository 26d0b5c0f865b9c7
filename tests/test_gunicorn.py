"""Demo mode refuses to listen where another machine could reach it."""

import runpy
from types import SimpleNamespace

import pytest

from dashboard import gunicorn


def server(*addresses):
    return SimpleNamespace(cfg=SimpleNamespace(address=list(addresses)))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "console.example.org"])
def test_demo_on_a_reachable_address_does_not_start(settings, host):
    settings.DEMO = True

    with pytest.raises(SystemExit, match="loopback only"):
        gunicorn.on_starting(server(("127.0.0.1", 8000), (host, 8000)))


@pytest.mark.parametrize("address", [("127.0.0.1", 8000), ("::1", 8000), "/run/console.sock"])
def test_demo_on_loopback_starts(settings, address):
    settings.DEMO = True

    gunicorn.on_starting(server(address))


def test_real_installation_may_listen_anywhere(settings):
    settings.DEMO = False

    gunicorn.on_starting(server(("0.0.0.0", 8000)))


@pytest.mark.parametrize("host, bind", [("::1", "[::1]:8123"), ("127.0.0.1", "127.0.0.1:8123")])
def test_address_to_listen_on_is_one_that_gunicorn_reads(monkeypatch, host, bind):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", "8123")

    assert runpy.run_path(gunicorn.__file__)["bind"] == [bind]
