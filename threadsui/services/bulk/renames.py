"""Giving a metadata key, or a value of one, another name: which threads that can be done to, and what is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from threadsui.api.schema import limits

from ..errors import ChangedMeanwhile, ServiceError
from ..threads.merging import Edit


@dataclass(frozen=True, slots=True)
class Rename:
    """`key` becomes `to`; or with a `value`, that value of the key does."""

    key: str
    to: str
    value: str | None = None

    def left_alone(self, metadata: Mapping[str, str]) -> str:
        """Why a thread with this metadata stays as it is: "other", it has no such pair; "already", it has the new key.

        One that has both keys keeps both, whatever they say: no value is ever overwritten.
        """
        if self.key not in metadata or (
            self.value is not None and metadata[self.key] != self.value
        ):
            return "other"
        return "already" if self.value is None and self.to in metadata else ""

    def edit_of(self, metadata: Mapping[str, str]) -> Edit:
        """The change of this one pair; all others stay as they are on the server."""
        seen = {self.key: metadata[self.key]}
        if self.value is None:
            return _KeyEdit(metadata={self.to: metadata[self.key]}, seen=seen)
        return Edit(metadata={self.key: self.to}, seen=seen)


class _KeyEdit(Edit):
    """A key that goes and one that comes. Where the server has neither any more, nothing is there to be renamed."""

    def body_onto(
        self, metadata: Mapping[str, Any], tool_resources: Mapping[str, Any]
    ) -> dict[str, Any]:
        if not metadata.keys() & {*self.seen, *self.metadata}:
            raise ChangedMeanwhile(
                _("The server does not have this key any more. Nothing was sent.")
            )
        return super().body_onto(metadata, tool_resources)


def checked_rename(**given: str) -> dict[str, str]:
    """The parameters as they are kept. Raises ServiceError, at `to`, for a name that no thread can have."""
    names = {name: given[name] for name in ("key", "value", "to") if given.get(name) is not None}
    is_key = "value" not in names
    before, after = names["key"] if is_key else names["value"], names["to"]
    longest = limits.METADATA_KEY_MAX_LENGTH if is_key else limits.METADATA_VALUE_MAX_LENGTH
    if is_key and not after:
        raise ServiceError(_("Enter the new key. Nothing was changed."), param="to")
    if "\0" in after:
        raise ServiceError(_("Null characters are not allowed. Nothing was changed."), param="to")
    if len(after) > longest:
        said = _("This is %(length)d characters; the limit is %(max)d. Nothing was changed.")
        raise ServiceError(said % {"length": len(after), "max": longest}, param="to")
    if after == before:
        raise ServiceError(_("This is its name already. Nothing was changed."), param="to")
    return names
