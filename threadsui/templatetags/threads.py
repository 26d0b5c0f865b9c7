"""What the pages of records need: lengths of time, sizes, a body in a few words."""

import datetime
import json

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

register = template.Library()


@register.filter
def duration(milliseconds):
    """ "412 ms", "2.1 s", "3 min 5 s"."""
    if milliseconds is None:
        return ""
    if milliseconds < 1_000:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 60_000:
        return f"{milliseconds / 1_000:.1f} s"
    minutes, rest = divmod(round(milliseconds / 1_000), 60)
    return f"{minutes} min {rest} s"


@register.filter
def seconds(value):
    """ "0.5 s"."""
    return f"{value:.1f} s"


@register.filter
def utc(moment):
    """ "11:04:33 UTC"; nothing for a reader whose own time that is."""
    if not timezone.localtime(moment).utcoffset():
        return ""
    return f"{moment.astimezone(datetime.UTC):%H:%M:%S} UTC"


@register.filter
def utc_exact(moment):
    """ "2026-11-20 12:41:56.208 UTC"."""
    at = moment.astimezone(datetime.UTC)
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d} UTC"


@register.filter
def body_summary(submission):
    """ "3 messages, 2 images, 1 attachment, 3 metadata pairs, 2.9 KB" of the body that was sent."""
    body = json.loads(submission.body)
    messages = body.get("messages") or []
    parts = [part for message in messages for part in _parts(message)]
    counts = (
        (len(messages), "message"),
        (sum(part.get("type") != "text" for part in parts), "image"),
        (sum(len(message.get("attachments") or []) for message in messages), "attachment"),
        (len(body.get("metadata") or {}), "metadata pair"),
    )
    words = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number]
    size = filesizeformat(len(submission.body.encode())).replace("\xa0", " ")
    return ", ".join([*words, size])


def _parts(message):
    content = message.get("content")
    return content if isinstance(content, list) else []
