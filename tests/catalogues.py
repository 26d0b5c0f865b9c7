"""The catalogues of translations: taken from the sources, completed by people, compiled. `make messages`.

Babel does it, which pip brings, so that no machine needs GNU gettext. Templates are read by Django's own `templatize`.
"""

import ast
import datetime
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("de",)
SOURCES = ("threadsui/**/*.py", "dashboard/**/*.py", "templates/**/*.html")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
UNDATED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # Git knows when
TRANSLATORS = ["Translators:"]
HEADER = """\
# Written by `make messages`, which keeps the translations. See docs/translating.md.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
STRING = r"""(u?"(?:\\.|[^"\\])*"|u?'(?:\\.|[^'\\])*')"""
CALL = re.compile(
    rf"\b(?P<call>gettext|ngettext|pgettext|npgettext|_)\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?"
)


def catalogue_path(language):
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path):
    with path.open("rb") as file:
        return read_po(file, domain="django")


def sources():
    paths = {path for pattern in SOURCES for path in ROOT.glob(pattern)}
    return sorted(path for path in paths if "migrations" not in path.parts)


def extracted():
    """A Catalog of every text that the sources mark, each with the files it is in; Python's first, as sorted."""
    catalogue = Catalog(domain="django", charset="utf-8")
    for path in sources():
        found = _of_template(path) if path.suffix == ".html" else _of_python(path)
        for message, comments, context in found:
            if message and message != ("", ""):
                name = path.relative_to(ROOT).as_posix()
                catalogue.add(
                    message, locations=[(name, 0)], auto_comments=comments, context=context
                )
    return catalogue


def _of_python(path):
    with path.open("rb") as file:
        found = extract("python", file, keywords=KEYWORDS, comment_tags=TRANSLATORS)
        return [(message, comments, context) for _line, message, comments, context in found]


def _of_template(path):
    """What `templatize` makes of a template holds nothing but calls of gettext's functions, with literals."""
    for match in CALL.finditer(templatize(path.read_text())):
        texts = [ast.literal_eval(text) for text in match.groups()[1:] if text]
        call = match["call"]
        context = texts.pop(0) if call in ("pgettext", "npgettext") else None
        is_plural = call in ("ngettext", "npgettext")
        yield (tuple(texts[:2]) if is_plural else texts[0]), [], context


def updated(language):
    """The language's Catalog with exactly the texts of the sources; what is translated stays."""
    known = {(message.id, message.context): message for message in read(catalogue_path(language))}
    catalogue = Catalog(locale=language, domain="django", charset="utf-8", fuzzy=False)
    for message in extracted():
        if not message.id:
            continue
        kept = known.get((message.id, message.context))
        catalogue.add(
            message.id,
            kept.string if kept else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=kept.user_comments if kept else (),
            flags=kept.flags if kept else (),
            context=message.context,
        )
    return catalogue


def as_po(catalogue):
    """The catalogue's text, the same for the same texts: no dates, no line numbers."""
    file = io.BytesIO(
        HEADER.format(language=catalogue.locale, plural=catalogue.plural_forms).encode()
    )
    file.seek(0, io.SEEK_END)
    write_po(file, catalogue, width=120, include_lineno=False, omit_header=True)
    return file.getvalue()


def as_mo(path):
    """What the .po file at `path` is when it is compiled; the same for the same texts."""
    catalogue = read(path)
    catalogue.project, catalogue.version = "Threads Console", ""
    catalogue.creation_date = catalogue.revision_date = UNDATED
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def untranslated(catalogue):
    """The messages without a translation, or with one that nobody has looked at."""
    return [
        message
        for message in catalogue
        if message.id and (message.fuzzy or not all(strings_of(message)))
    ]


def strings_of(message):
    """Its translations: one, or one for each plural."""
    return message.string if isinstance(message.string, tuple | list) else [message.string]


def main():
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(as_po(Catalog(locale=language, charset="utf-8", fuzzy=False)))
        path.write_bytes(as_po(updated(language)))
        path.with_suffix(".mo").write_bytes(as_mo(path))
        catalogue = read(path)
        missing = untranslated(catalogue)
        report = [f"{language}: {len(catalogue)} texts, {len(missing)} of them to translate"]
        report += [f"  {message.locations[0][0]}: {message.id!r}" for message in missing]
        sys.stdout.write("\n".join([*report, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
