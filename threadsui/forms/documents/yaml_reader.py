"""YAML built from its parser's events, without recursion and without YAML's own constructors.

No anchors, aliases, merges or tags, so a few lines cannot become gigabytes or objects; every error has its line.
"""

import re
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .document_errors import DEPTH_MAX, TOO_DEEP, TOO_MANY, VALUES_MAX, DocumentError, at, visible

READ_AS = {"bool": gettext_lazy("true or false"), "timestamp": gettext_lazy("a date")}
A_NUMBER = gettext_lazy("a number")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TwinKeyError(DocumentError):
    """The same key twice in one map."""


@dataclass(frozen=True)
class Misread:
    """A YAML word that is no text, list, map, whole number or null: `no`, `2026-11-22`, `010`."""

    text: str
    read_as: str

    def __str__(self):
        return self.text


class YamlReader:
    """Builds a value from YAML's events, with a stack of its own."""

    TEXT_TAGS = {None, "!", "tag:yaml.org,2002:str"}

    def __init__(self, text):
        self.events = yaml.parse(text, Loader=LOADER)
        self.resolver = yaml.resolver.Resolver()
        self.stack = []  # [container, key that waits for its value]
        self.result = None
        self.documents = self.values = 0

    def read(self):
        for event in self.events:
            handle = self.HANDLERS.get(type(event))
            if handle:
                handle(self, event)
        return self.result

    def _document(self, event):
        self.documents += 1
        if self.documents > 1:
            said = _("a second document starts. One body at a time: remove the others.")
            self._refuse(event, said)

    def _alias(self, event):
        self._refuse(event, _("anchors and aliases (& and *) are not read. Write the value out."))

    def _scalar(self, event):
        self._look_at(event)
        quoted = bool(event.style) or event.tag is not None
        self._put(event.value if quoted else self._resolved(event.value), event)

    def _mapping(self, event):
        self._open({}, event)

    def _sequence(self, event):
        self._open([], event)

    def _open(self, container, event):
        self._look_at(event)
        if len(self.stack) >= DEPTH_MAX:
            raise DocumentError(TOO_DEEP)
        self._put(container, event)
        self.stack.append([container, None, False])

    def _close(self, event):
        self.stack.pop()

    HANDLERS = {
        yaml.DocumentStartEvent: _document,
        yaml.AliasEvent: _alias,
        yaml.ScalarEvent: _scalar,
        yaml.MappingStartEvent: _mapping,
        yaml.SequenceStartEvent: _sequence,
        yaml.MappingEndEvent: _close,
        yaml.SequenceEndEvent: _close,
    }

    def _look_at(self, event):
        if event.anchor is not None:
            self._alias(event)
        if event.tag not in self.TEXT_TAGS:
            said = _("the tag %(tag)s is not read. Remove it.")
            self._refuse(event, said % {"tag": visible(event.tag)})
        self.values += 1
        if self.values > VALUES_MAX:
            raise DocumentError(TOO_MANY)

    def _put(self, value, event):
        if not self.stack:
            self.result = value
            return
        frame = self.stack[-1]
        container, key, has_key = frame
        if isinstance(container, list):
            container.append(value)
        elif has_key:
            container[key] = value
            frame[2] = False
        else:
            frame[1:] = self._key(value, container, event), True

    def _key(self, key, container, event):
        if key == "<<" and not event.style:
            self._refuse(event, _("merging (<<) is not read. Write the pairs out."))
        if not isinstance(key, str):
            said = _("the key %(key)s is no text. Put it in quotes.")
            said %= {"key": visible(getattr(event, "value", ""))}
            self._refuse(event, said.replace("  ", " "))
        if key in container:
            said = _("the key “%(key)s” is there twice. Remove or rename one.")
            self._refuse(event, said % {"key": visible(key)}, kind=TwinKeyError)
        return key

    def _resolved(self, text):
        tag = self.resolver.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
        if tag in {"str", "value", "merge"}:
            return text
        if tag == "null":
            return None
        if tag == "int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
            return int(text)
        return Misread(text, READ_AS.get(tag, A_NUMBER))

    def _refuse(self, event, sentence, kind=DocumentError):
        mark = event.start_mark
        raise kind(at(mark.line + 1, mark.column + 1, sentence))
