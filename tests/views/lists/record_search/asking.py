"""The lists of records, what is asked of them, and what they answer."""

from urllib.parse import urlsplit

from django.urls import reverse

LISTS = {"submission_list": "submissions", "call_list": "calls", "audit_list": "audit"}


def ask(client, name, query=None, **headers):
    return client.get(reverse(f"threadsui:{name}"), query, headers=headers)


def numbers(response):
    """Of the records that are listed."""
    return {
        int(urlsplit(row["href"]).path.strip("/").split("/")[-1])
        for row in response.context["rows"]
    }
