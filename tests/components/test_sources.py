"""What the content security policy forbids is not in the sources, and pages stay light."""

import re

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
PAGE_LIMIT = 100 * 1024  # bytes of CSS and JS before compression, as the browser gets them
HTMX = "django_htmx/htmx-2.min.js"


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


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_has_no_words_of_its_own_for_nobody_could_translate_them(path):
    code = re.sub(r"(?m)(?:^|\s)//.*$", "", path.read_text())

    assert re.findall(r"""["'`][A-Z][a-z]+(?: [A-Za-z]+|…|\.)[^"'`]*["'`]""", code) == []
    assert re.findall(r"""(?:textContent|ariaLabel|placeholder|title) = ["'`]\w+""", code) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_stylesheet_says_first_what_it_is(path):
    assert path.read_text().startswith("/* ")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_stylesheet_uses_only_tokens_that_exist(path):
    declared = set(re.findall(r"(--[\w-]+):", "".join(style.read_text() for style in STYLES)))

    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) - declared == set()


def test_stylesheet_has_no_address_but_its_imports():
    """They are put into one file each, where another relative address would lead elsewhere."""
    found = [
        re.sub(r'@import url\("[^"]+"\) layer\(\w+\);', "", path.read_text()) for path in STYLES
    ]

    assert "url(" not in "".join(found)


@pytest.mark.parametrize("page", [*TEMPLATES], ids=lambda path: path.name)
def test_page_loads_less_than_its_limit(page, collected_static):
    text = page.read_text()
    if '{% extends "base.html" %}' not in text:
        return
    base = (settings.BASE_DIR / "templates/base.html").read_text()
    linked = {HTMX, *re.findall(r"{% static '([^']+\.(?:css|js))' %}", text + base)}

    assert sum((collected_static / name).stat().st_size for name in linked) < PAGE_LIMIT
