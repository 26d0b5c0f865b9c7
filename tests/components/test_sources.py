"""What the content security policy forbids is not in the sources, and pages stay light."""

import re
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STATIC = settings.BASE_DIR / "static"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
STYLES = sorted((STATIC / "css").rglob("*.css"))

# Comments and tags are not markup; what a tag may write is the business of the component's own test.
NOT_MARKUP = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:-][^=\s]*)\s*=", re.IGNORECASE),
    "a resource of another origin": re.compile(
        r"<(?:script|img|link|iframe|source|object|embed)\b[^>]*(?:src|href|data)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}
PAGE_LIMIT = 100_000  # bytes of CSS and JS before compression


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_nothing_that_the_policy_forbids(path):
    text = NOT_MARKUP.sub("", path.read_text())

    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_static_file_loads_nothing_from_elsewhere(path):
    assert not re.search(r"(?:https?:)?//[\w.-]+\.\w+/", path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_makes_no_code_from_text(path):
    assert not re.search(r"\beval\(|new Function|\.innerHTML|document\.write", path.read_text())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_stylesheet_says_first_what_it_is(path):
    assert path.read_text().startswith("/* ")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_stylesheet_uses_only_tokens_that_exist(path):
    declared = set(re.findall(r"(--[\w-]+):", "".join(style.read_text() for style in STYLES)))

    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) - declared == set()


@pytest.mark.parametrize("page", [*TEMPLATES], ids=lambda path: path.name)
def test_page_loads_less_than_its_limit(page):
    text = page.read_text()
    if '{% extends "base.html" %}' not in text:
        return
    linked = set(re.findall(r"{% static '([^']+\.(?:css|js))' %}", text + base_text()))

    assert sum(weight(STATIC / name) for name in linked) + htmx_weight() < PAGE_LIMIT


def base_text() -> str:
    return (settings.BASE_DIR / "templates/base.html").read_text()


def htmx_weight() -> int:
    folder = Path(django_htmx.__file__).parent / "static/django_htmx"
    return (folder / "htmx-2.min.js").stat().st_size


def weight(path: Path) -> int:
    """The file and, for a stylesheet, all that it imports."""
    imports = re.findall(r'@import url\("([^"]+)"\)', path.read_text())
    return path.stat().st_size + sum(weight(path.parent / name) for name in imports)
