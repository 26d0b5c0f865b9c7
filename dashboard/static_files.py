"""Static files as the browser gets them: each page's stylesheets in one piece, as what every page runs, comments and
spare spaces gone, under names that change with their content.

The sources stay as they are written; `collectstatic` makes this of them. With `DEBUG` they are served themselves.
"""

import re

from django.conf import settings
from django.core.files.base import ContentFile
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
JS_IMPORT = re.compile(r'^import "\./([\w.]+)";$', re.MULTILINE)
END = "\0"  # before a layer's closing brace, while neighbours of the same layer are joined
SAME_LAYER = re.compile(rf"{END}(\w+)}}\s*@layer \1 {{")
LAYER_END = re.compile(rf"{END}\w+")
GAP = r"(?:\s|(?>/\*.*?\*/))"
CSS_TOKEN = re.compile(
    rf"""
    (?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\))  # what may hold spaces that mean something
    |{GAP}*(?:;{GAP}*)?(?P<mark>[{{}},;]){GAP}*  # the semicolon before a brace goes as well
    |{GAP}*(?P<between>[<>]=?|!){GAP}*  # signs that stand by themselves; in calc() + and - do not
    |(?P<spare>(?<=@media){GAP}+(?=\())
    |:{GAP}+  # only ever between a name and its value: a selector has no space there
    |{GAP}+
    """,
    re.VERBOSE | re.DOTALL,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class SmallStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, after our own stylesheets and scripts were made small."""

    def stored_name(self, name):
        """A demo that has collected nothing yet, as in tests and benches, serves the sources."""
        if settings.DEMO and not self.hashed_files:
            return name
        return super().stored_name(name)

    def post_process(self, paths, dry_run=False, **options):
        """`paths`: {name: (storage, path)} of all that was collected, as Django gives it."""
        if not dry_run:
            paths = paths | {name: (self, name) for name in self._write_small(paths)}
        yield from super().post_process(paths, dry_run, **options)

    def _write_small(self, paths):
        sources = {name: _read(*paths[name]) for name in paths if name.startswith(("css/", "js/"))}
        for name in sources:
            text = (
                small_css(flat(name, sources))
                if name.endswith(".css")
                else jsmin(joined(name, sources))
            )
            self.delete(name)
            self.save(name, ContentFile(text.encode()))
        return sources


def flat(name, sources):
    """The stylesheet `name` with what it imports in place, each in its layer. `sources`: {name: text}."""
    folder = name.rpartition("/")[0]

    def imported(found):
        return f"@layer {found[2]} {{ {flat(f'{folder}/{found[1]}', sources)} {END}{found[2]}}}"

    return LAYER_END.sub("", SAME_LAYER.sub("", IMPORT.sub(imported, sources[name])))


def joined(name, sources):
    """The script `name` with what it imports in place: modules that export nothing, each in a block, so that names
    which two of them have stay apart. `sources`: {name: text}.
    """
    folder = name.rpartition("/")[0]
    return JS_IMPORT.sub(lambda found: f"{{\n{sources[f'{folder}/{found[1]}']}\n}}", sources[name])


def small_css(text):
    """The same rules in fewer bytes.

    It knows of strings and comments only, and so leaves every space that a nested selector might mean: the minifiers
    on PyPI take `&:hover :is(b)` inside a rule for a declaration, and join the two.
    """
    return CSS_TOKEN.sub(_small, text).strip()


def _small(found):
    if said := found["kept"] or found["mark"] or found["between"]:
        return said
    if found["spare"]:
        return ""
    if found[0].startswith(":"):
        return ":"
    return " " if COMMENT.sub("", found[0]) else ""


def _read(storage, path):
    with storage.open(path) as file:
        return file.read().decode()
