"""Presets: forms of the composer that are kept under a name. That `actor` may change one is the caller's to check."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from threadsui.models import AuditEvent, Connection, Preset, User
from threadsui.words import number

from ..errors import ServiceError
from . import shareables
from .drafts import DraftContent

PRESETS_MAX = 200  # of one person
BYTES_MAX = 1_000_000  # of one form, as it is stored
PLACEHOLDERS_MAX = 50
Action = AuditEvent.Action


@dataclass(frozen=True, slots=True)
class PresetContent:
    """The form as a draft keeps it, and the names of the placeholders in it."""

    form: DraftContent
    placeholders: Sequence[str] = ()


def create_preset(*, actor: User, name: str, is_shared: bool, content: PresetContent) -> Preset:
    """Raises ServiceError: `param` is `name` when the person has one of that name."""
    preset = Preset(owner=actor, name=name, is_shared=is_shared, **_columns(content))
    return shareables.add(preset, action=Action.PRESET_CREATED, limit=PRESETS_MAX, told=_told)


def update_preset(
    *, preset: Preset, actor: User, name: str, is_shared: bool, version: str | None = None
) -> Preset:
    """Another name, or other people who see it. Raises ServiceError as `shareables.change` does."""
    values = {"name": name, "is_shared": is_shared}
    return _change(preset, values, actor, version)


def replace_preset(
    *, preset: Preset, actor: User, content: PresetContent, version: str | None
) -> Preset:
    """Another form in the place of the one that the person opened, which was `version`.

    Raises ServiceError when it is too large, and as `shareables.change` does.
    """
    return _change(preset, _columns(content), actor, version)


def delete_preset(*, preset: Preset, actor: User, reason: str = "") -> None:
    """What was made with it stays as it is. Raises ServiceError as `shareables.remove` does."""
    shareables.remove(preset, actor=actor, action=Action.PRESET_DELETED, told=_told, reason=reason)


def _change(preset: Preset, values: dict[str, Any], actor: User, version: str | None) -> Preset:
    return shareables.change(
        preset,
        values,
        actor=actor,
        action=Action.PRESET_UPDATED,
        told=_told,
        version=version,
    )


def _columns(content: PresetContent) -> dict[str, Any]:
    form = json.dumps(content.form.fields, ensure_ascii=False)
    size = len(form.encode(errors="surrogatepass"))
    if size > BYTES_MAX:
        raise ServiceError(
            _(
                "This form has %(size)s bytes; a preset holds %(limit)s. Nothing was saved. Shorten it."
            )
            % {"size": number(size), "limit": number(BYTES_MAX)}
        )
    if len(content.placeholders) > PLACEHOLDERS_MAX:
        raise ServiceError(
            _(
                "This form asks for %(number)d values; a preset asks for %(limit)d at most. Nothing was saved."
            )
            % {"number": len(content.placeholders), "limit": PLACEHOLDERS_MAX}
        )
    return {
        "form": form,
        "placeholders": list(content.placeholders),
        "connection": Connection.objects.filter(slug=content.form.connection).first(),
        "message_count": content.form.message_count,
    }


def _told(preset: Preset) -> dict[str, Any]:
    """Proof of which form it was, not the form: that may be long, and hold what people wrote."""
    return {
        "name": preset.name,
        "is_shared": preset.is_shared,
        "messages": preset.message_count,
        "placeholders": preset.placeholders,
        "form_sha256": hashlib.sha256(preset.form.encode(errors="surrogatepass")).hexdigest(),
    }
