"""The way to the provider and back, and what is known afterwards."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from django.test import Client
from django.urls import reverse

from threadsui.models import AuditEvent, User
from threadsui.services.people import members


def begin(client, next_url="", way="single_sign_on"):
    """The provider's address that the console leads to."""
    page = client.post(reverse(way), {"next": next_url})
    assert page.status_code == 200
    assert page.text.count('http-equiv="refresh"') == 1
    return page.context["address"]


def come_back(address, account):
    """Sign in at the provider as `account`; the address in the console that it sends back to."""
    answer = requests.post(address, data={"account": account}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def sign_in(account, client=None, next_url="", way="single_sign_on"):
    """(client, answer) after the whole way."""
    client = client or Client()
    return client, client.get(come_back(begin(client, next_url, way), account))


def is_in(client):
    return client.get("/account/").status_code == 200


def refusals():
    found = AuditEvent.objects.filter(action="user.sign_in_refused").order_by("pk")
    return list(found.values_list("reason", flat=True))


def roles_of(username):
    return members.role_names(User.objects.get(username=username))


def from_now(**claims):
    """Claims that are times: `from_now(exp=-120)` is over since two minutes."""
    return {name: int(time.time()) + seconds for name, seconds in claims.items()}


def changed(address, **parameters):
    """The address with other parameters; an empty one is left out."""
    path, _, query = address.partition("?")
    values = {name: found[0] for name, found in parse_qs(query).items()} | parameters
    return f"{path}?{urlencode({name: value for name, value in values.items() if value})}"
