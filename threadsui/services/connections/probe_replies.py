"""What the questions of a test came to, and how a finding is written down."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from threadsui import api

from ..calling.causes import cause_remedy, cause_sentence

Finding = dict[str, Any]
LOG = _("The API call log has the details.")


@dataclass(frozen=True, slots=True)
class Reply:
    """What one question came to. `value` is the whole body as JSON, None when it is none."""

    error: api.APIError | None = None
    status: int | None = None
    body: str = ""
    value: Any = None
    ms: float = 0.0

    @property
    def is_success(self) -> bool:
        return self.error is None

    @property
    def shape(self) -> str:
        return api.shape_of(self.body.encode())


@dataclass(slots=True)
class Replies:
    """`known`: a thread that cannot exist was asked for; `plain`: the same without OpenAI-Beta."""

    known: Reply
    listed: Reply | None = None
    plain: Reply | None = None
    created: Reply | None = None
    deleted: Reply | None = None
    sent_metadata: dict[str, str] = field(default_factory=dict)


def finding(name: str, state: str, sentence: str, *, remedy: str = "", **values: Any) -> Finding:
    """`state`: "good", "bad", or "note" for what is neither. `remedy`: what to do next."""
    found = {"name": name, "state": state, "sentence": sentence, "values": values}
    return found | {"remedy": remedy} if remedy else found


def broken(name: str, error: api.APIError | None) -> Finding:
    """For a question that got no answer."""
    cause = cause_sentence(error) if error else None
    if error is None or cause is None:
        reason = error.message if error else ""
        return finding(name, "bad", "%(reason)s", remedy=LOG, reason=reason)
    sentence, values = cause
    return finding(name, "bad", sentence, remedy=cause_remedy(error), **values)
