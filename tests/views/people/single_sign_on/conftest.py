"""An OpenID provider that is really asked, over HTTP, and the console set to it."""

from dataclasses import replace

import pytest
from django.core.cache import cache

from tests import oidc_provider


@pytest.fixture(autouse=True)
def no_tries_so_far():
    cache.clear()


@pytest.fixture(scope="session")
def server():
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(db, server, settings):
    """The provider as it was started, and the console set to it."""
    server.reset()
    settings.SINGLE_SIGN_ON = oidc_provider.setting_for(server)
    return server


@pytest.fixture
def rules(settings):
    """Set the console otherwise: `rules(default_role="viewer")`."""

    def change(**changes):
        settings.SINGLE_SIGN_ON = replace(settings.SINGLE_SIGN_ON, **changes)

    return change
