"""Somebody to invite, their pages, and the link that is shown once."""

import re

from django.urls import reverse

PASSWORD = "correct-horse-7"
ANA = {"username": "ana", "name": "Ana de Souza", "email": "ana@example.org", "role": ["agent"]}


def page_of(member, name="detail"):
    return reverse(f"threadsui:member_{name}", args=[member.pk])


def invite(client, **fields):
    return client.post("/team/invite/", ANA | fields, follow=True)


def shown_link(answer):
    found = re.search(r"http://testserver(/join/[^\"]+)\"", answer.text)
    return found and found.group(1)
