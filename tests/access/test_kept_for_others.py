"""A record that is kept for others answers as one that there is not, at every address, for every role."""

import sys

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests import factories

from .kept import FOREIGN, KEPT, kept_for
from .table import CONSOLE, POSTED, ROLES

LIMITED = ("viewer", "agent", "lead")  # auditors and admins see everything
NOWHERE_NUMBER = 2_000_000_000


def numbered_names():
    for entry in get_resolver("threadsui.urls").url_patterns:
        if "pk" in entry.pattern.converters:
            yield entry.name


def test_every_address_of_a_record_says_what_becomes_of_one_that_is_kept_for_others():
    assert set(numbered_names()) == set(FOREIGN)


@pytest.mark.parametrize("by", ["connection", "tag"])
def test_record_kept_for_others_answers_each_role_as_one_that_there_is_not(by, db):
    group = factories.access_group("Legal")
    kept = kept_for(group, by=by)
    outside = {role: _client(factories.user(role)) for role in ROLES}
    inside = {role: _client(factories.user(role), group) for role in ROLES}
    foreign, nowhere, own = {}, {}, {}
    for name in KEPT:
        number = kept[FOREIGN[name]].pk
        if f"threadsui:{name}" not in POSTED:
            own[name] = {role: _get(name, inside[role], number) for role in ROLES}
        foreign[name] = {role: _statuses(name, outside[role], number) for role in LIMITED}
        nowhere[name] = {role: _statuses(name, outside[role], NOWHERE_NUMBER) for role in LIMITED}
    sys.stdout.write("\n".join(["", f"kept by {by}: in the group / not", *_lines(own, foreign)]))

    assert foreign == nowhere
    answers = {one for row in foreign.values() for told in row.values() for one in told}
    assert answers == {403, 404, 405}  # 405: of what is only looked at
    if by == "connection":  # the thread by its tag has a submission of another kind
        assert own == {name: dict(zip(ROLES, CONSOLE[name][1], strict=True)) for name in own}


def _client(person, group=None):
    if group:
        group.members.add(person)
    client = Client()
    client.force_login(person)
    return client


def _get(name, client, number):
    return client.get(reverse(f"threadsui:{name}", args=[number])).status_code


def _statuses(name, client, number):
    """What a GET and a POST answer, for which nothing was filled in."""
    posted = client.post(reverse(f"threadsui:{name}", args=[number]))
    return _get(name, client, number), posted.status_code


def _lines(own, foreign):
    for name, row in foreign.items():
        told = dict(zip(ROLES, CONSOLE[name][1], strict=True)) | own.get(name, {})
        cells = (f"{role} {told[role]}/{row.get(role, (told[role],))[-1]}" for role in ROLES)
        yield f"{name:24}" + "  ".join(cells)
