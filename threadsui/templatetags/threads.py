"""What the pages of records need: lengths of time, sizes, a body in a few words."""

import datetime
import json

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from threadsui.models.masking import whole_text
from threadsui.words import number

register = template.Library()

MESSAGES = ngettext_lazy("%(number)s message", "%(number)s messages", "number")
IMAGES = ngettext_lazy("%(number)s image", "%(number)s images", "number")
ATTACHMENTS = ngettext_lazy("%(number)s attachment", "%(number)s attachments", "number")
PAIRS = ngettext_lazy("%(number)s metadata pair", "%(number)s metadata pairs", "number")


@register.filter
def duration(milliseconds):
    """ "412 ms", "2.1 s", "3 min 5 s"."""
    if milliseconds is None:
        return ""
    if milliseconds < 1_000:
        return _("%(number)s ms") % {"number": number(milliseconds)}
    if milliseconds < 60_000:
        return seconds(milliseconds / 1_000)
    minutes, rest = divmod(round(milliseconds / 1_000), 60)
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


@register.filter
def seconds(value):
    """ "0.5 s"."""
    return _("%(number)s s") % {"number": number(value, 1)}


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
    with whole_text():  # of which only numbers are told
        sent = submission.body
    if not sent:
        return _("text removed")
    body = json.loads(sent)
    messages = body.get("messages") or []
    parts = [part for message in messages for part in _parts(message)]
    counts = (
        (len(messages), MESSAGES),
        (sum(part.get("type") != "text" for part in parts), IMAGES),
        (sum(len(message.get("attachments") or []) for message in messages), ATTACHMENTS),
        (len(body.get("metadata") or {}), PAIRS),
    )
    words = [nouns % {"number": count} for count, nouns in counts if count]
    size = filesizeformat(len(sent.encode())).replace("\xa0", " ")
    return ", ".join([*words, size])


def _parts(message):
    content = message.get("content")
    return content if isinstance(content, list) else []
