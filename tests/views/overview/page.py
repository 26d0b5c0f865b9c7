"""Days with creates in them, and the overview as it is read."""

import re
from datetime import timedelta

from django.utils import timezone

from tests import factories

NOON = "2026-11-20T12:00:00Z"  # a Friday
HOSTILE = '<script>alert("x")</script>'


def poll(client, query="?known=0"):
    headers = {"HX-Request": "true", "HX-Target": "overview-poll"}
    return client.get(f"/{query}", headers=headers)


def stats(response):
    """{label: (number, hint)} as they are read."""
    found = re.findall(r'<div class="stat">(.*?)</div>', response.text, re.DOTALL)
    lines = [[" ".join(text(part).split()) for part in stat.split("</p>")] for stat in found]
    return {label: (number, hint) for label, number, hint, _ in lines}


def text(html):
    return re.sub(r"<[^>]+>", " ", html)


def many(number, **fields):
    for _ in range(number):
        factories.submission(**fields)


def a_week_ago(**more):
    return timezone.now() - timedelta(days=7, **more)
