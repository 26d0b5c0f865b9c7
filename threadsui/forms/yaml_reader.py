"""YAML built from its parser's events, without recursion and without YAML's own constructors.

No anchors, aliases, merges or tags, so a few lines cannot become gigabytes or objects; every error has its line.
"""

import re
from dataclasses import dataclass

import yaml

from .document_errors import DEPTH_MAX, TOO_DEEP, TOO_MANY, VALUES_MAX, DocumentError, visible

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
            self._refuse(event, "a second document starts. One body at a time: remove the others")

    def _alias(self, event):
        self._refuse(event, "anchors and aliases (& and *) are not read. Write the value out")

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
            self._refuse(event, f"the tag {visible(event.tag)} is not read. Remove it")
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
            self._refuse(event, "merging (<<) is not read. Write the pairs out")
        if not isinstance(key, str):
            said = visible(getattr(event, "value", ""))
            self._refuse(event, f"the key {said} is no text. Put it in quotes".replace("  ", " "))
        if key in container:
            self._refuse(event, f"the key “{visible(key)}” is there twice. Remove or rename one")
        return key

    def _resolved(self, text):
        tag = self.resolver.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
        if tag in {"str", "value", "merge"}:
            return text
        if tag == "null":
            return None
        if tag == "int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
            return int(text)
        words = {"bool": "true or false", "timestamp": "a date"}
        return Misread(text, words.get(tag, "a number"))

    def _refuse(self, event, sentence):
        mark = event.start_mark
        raise DocumentError(f"Line {mark.line + 1}, column {mark.column + 1}: {sentence}.")
