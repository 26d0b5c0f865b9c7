"""The request that the composer would send, ready to be drawn beside it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from threadsui.forms.drafts.as_typed import body_shown, judged
from threadsui.forms.drafts.checklist import checklist
from threadsui.services.creating.previews import spellings, target_of

from ..connections.lifetimes import lifetime_notice

TABS = {"json": "JSON", "curl": "cURL", "cli": "CLI", "python": "Python"}
SHOWN_MAX = 200_000  # characters; a longer body is drawn in part, so that typing stays quick
EXCERPT = 2_000


@dataclass(frozen=True)
class RequestShown:
    """`text` is the body, to the byte; `path` and `spelled` are empty without a connection that can be called."""

    body: dict[str, Any]
    text: str
    path: str
    spelled: dict[str, str]
    chosen: str

    @property
    def tabs(self):
        """(value, label, text to copy) of each spelling."""
        return [(name, label, self.spelled.get(name, "")) for name, label in TABS.items()]

    @cached_property
    def size(self):
        """Bytes of the body."""
        return len(self.text.encode())

    @property
    def excerpt(self):
        """The beginning of a body that is too long to be drawn whole; empty for any other."""
        return self.text[:EXCERPT] if len(self.text) > SHOWN_MAX else ""


def request_shown(request, form):
    """The context of composer/request.html, checklist.html and lifetime.html for the composer's `form`."""
    connection = form.known_connections.get(form.connection_shown)
    form = judged(form)
    body, text = body_shown(form)  # judges the form as a whole, which the checklist counts on
    target = target_of(connection, sandbox_url=_sandbox_url(request))
    chosen = request.POST.get("spelling", "")
    shown = RequestShown(
        body=body,
        text=text,
        path=target.path if target else "",
        spelled=spellings(target, body, text) if target else {},
        chosen=chosen if chosen in TABS else "json",
    )
    lifetime = lifetime_notice(connection)
    return {"preview": shown, "checklist": checklist(form), "lifetime": lifetime}


def _sandbox_url(request):
    """Where this console's own sandbox answers, as the reader's browser would call it."""
    path = reverse("sandbox:endpoint", args=["/threads"])
    return request.build_absolute_uri(path).removesuffix("/threads")
