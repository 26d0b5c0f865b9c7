"""Whatever stands in an address or is posted, by a person who may do everything: an answer, never an error of ours."""

from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.security.corpus import Corpus

NAMES = [
    "q",
    "cursor",
    "tab",
    "follow",
    "type",
    "until",
    "key",
    "facet",
    "value",
    "query",
    "ids",
    "all",
    "show",
    "state",
    "tag",
    "preset",
    "submission",
    "version",
    "then",
    "created_from",
    "created_to",
    "content",
    "connection",
    "profile",
    "draft",
    "thread",
    "slug",
    "creator",
    "assigned",
    "metadata",
    "shown",
    "actor",
    "action",
    "target_type",
    "target_id",
    "correlation_id",
    "address",
    "result",
    "status",
    "method",
    "is_resolved",
    "remote_id",
    "list",
    "name",
    "known",
    "text",
    "at",
    "value.x",
    "title",
    "messages-TOTAL_FORMS",
    "next",
    "language",
    "view",
    "density",
    "columns",
    "to",
    "token",
    "role",
    "row",
    "code",
    "login",
    "email",
    "confirmed",
]
HOSTILE = {
    "nothing": b"",
    "nul": b"a\x00b",
    "not utf-8": b"\xff\xfe\xed\xa0\x80",
    "a very long number": b"9" * 5000,
    "a number beyond the database's": b"99999999999999999999",
    "digits of another script": "٣".encode(),
    "a month at the end of time": b"created:9999-12",
    "sql": b"' OR 1=1; DROP TABLE threadsui_thread; -- \" \\",
    "grammar": b'-"((( id:"#99999999999999999999" title:^a NEAR(a b) * metadata.: {x}: "',
    "format": b"%s%(x)s{0}%",
    "address": b"https://[::1",
    "line ends": b"a\r\nSet-Cookie: x=1\xe2\x80\xa8b",
    "brackets": b'[[[[[[[[[[{"a":',
}


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.django_db
def test_hostile_values_everywhere_are_answered(turn):
    """Each name has another of the values, and another at each turn."""
    corpus, values = Corpus(), [quote_from_bytes(value) for value in HOSTILE.values()]
    query = "&".join(
        f"{name}={values[(place + turn * 5) % len(values)]}" for place, name in enumerate(NAMES)
    )
    failed, kind = [], "application/x-www-form-urlencoded"
    for name, address in corpus.addresses():
        client = Client(raise_request_exception=False)
        client.force_login(corpus.admin)
        for method, answer in (
            ("GET", client.get(f"{address}?{query}")),
            ("POST", client.post(address, query.encode(), content_type=kind)),
        ):
            failed += [(name, method)] if answer.status_code >= 500 else []

    assert failed == []


@pytest.mark.django_db
@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", ["threads", "submissions", "calls", "audit"])
def test_hostile_search_is_answered(client, admin, name, what):
    client.force_login(admin)
    text = quote_from_bytes(HOSTILE[what])

    for field in ("q", "cursor", "created_from"):
        assert client.get(f"/{name}/?{field}={text}").status_code in {200, 302, 400, 422}


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 2**64, 10**30])
@pytest.mark.django_db
def test_numbers_of_records_that_there_cannot_be_are_not_found(client, admin, number):
    client.force_login(admin)

    for name in ("thread_detail", "submission_detail", "audit_detail", "member_detail"):
        assert client.get(reverse(f"threadsui:{name}", args=[number])).status_code == 404


@pytest.mark.django_db
def test_search_reads_the_signs_of_sql_as_words(client, lead):
    kept = factories.thread(title="Robert'); DROP TABLE threadsui_thread;-- %_")
    factories.thread(title="Another")
    client.force_login(lead)

    for text in ('"Robert\'); DROP TABLE"', "' OR '1'='1", 'robert" OR "another', "%", "_", "\\"):
        answer = client.get("/threads/", {"q": text})
        assert answer.status_code in {200, 422}
        if answer.status_code == 200:
            assert [row for row in answer.context["rows"] if row["pk"] != kept.pk] == []
