"""A language in which every translated text is marked: ⟦Ţéxţ⟧. What is not marked on a page nobody can translate."""

import re
from contextlib import contextmanager
from html.parser import HTMLParser
from unittest.mock import patch

from django.test import override_settings
from django.utils.translation import trans_real

LANGUAGE = "eo"  # known to Django, so that a cookie may ask for it; our catalogues have none
FORMATS = {"date format"}  # contexts of texts that nobody reads as they are
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "àƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋÿžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
LOOK = str.maketrans(PLAIN, ACCENTED)
KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z]|<[^>]*>|&\w+;|\{\w*\}")
MARKED = re.compile("⟦[^⟦⟧]*⟧")

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
# Not words of ours: scripts, what people and servers wrote, names of languages, keys, code.
NOT_OURS = {"script", "style", "code", "pre", "kbd", "bdi", "textarea"}
READ = ("aria-label", "aria-description", "title", "placeholder", "alt", "data-busy-label")


def marked(text):
    """ "Sign in" → "⟦Šîĝñ îñ⟧", with placeholders, tags and entities as they were."""
    parts, end = [], 0
    for match in KEPT.finditer(text):
        parts += [text[end : match.start()].translate(LOOK), match[0]]
        end = match.end()
    return f"⟦{''.join([*parts, text[end:].translate(LOOK)])}⟧"


class PseudoTranslation:
    """What Django asks of a translation."""

    def gettext(self, message):
        context, separator, text = message.rpartition(trans_real.CONTEXT_SEPARATOR)
        return text if separator and context in FORMATS else marked(text)

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def language(self):
        return LANGUAGE

    to_language = language


@contextmanager
def pseudo_language():
    """Everything translated is marked, for requests whose cookie asks for LANGUAGE."""
    languages = override_settings(LANGUAGES=[("en", "English"), (LANGUAGE, "Esperanto")])
    with languages, patch.dict(trans_real._translations, {LANGUAGE: PseudoTranslation()}):
        yield


def _read(attributes):
    """The names of those that are words. In a field for code the placeholder is an example of code."""
    is_code = "data-mono" in attributes
    return [name for name in READ if name in attributes and not (is_code and name == "placeholder")]


class Reader(HTMLParser):
    """Collects what a person reads or hears of a page that is ours to translate."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if not self._is_hidden():
            self.texts += [attributes[name] or "" for name in _read(attributes)]
            if tag == "input" and attributes.get("type") in ("submit", "button"):
                self.texts.append(attributes.get("value") or "")
        if tag not in VOID:
            self.open.append((tag, self._is_hidden() or _is_not_ours(tag, attributes)))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if any(tag == name for name, _hidden in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if not self._is_hidden():
            self.texts.append(data)

    def _is_hidden(self):
        return bool(self.open) and self.open[-1][1]


def _is_not_ours(tag, attributes):
    classes = (attributes.get("class") or "").split()
    return (
        tag in NOT_OURS
        or attributes.get("dir") == "auto"
        or ("lang" in attributes and tag != "html")
        or {"mono", "diff"} & set(classes)
        or attributes.get("translate") == "no"
    )


def unmarked(html, known):
    """The texts of a page with letters outside ⟦⟧, without the `known` words."""
    reader = Reader()
    reader.feed(html)
    text = "\n".join(" ".join(text.split()) for text in reader.texts if text.strip())
    while (shorter := MARKED.sub("", text)) != text:
        text = shorter
    lines = (known.sub("", line) for line in text.splitlines())
    return sorted({line.strip() for line in lines if re.search(r"[A-Za-z]{2}", line)})
