"""Demo mode refuses to listen where another machine could reach it."""

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
