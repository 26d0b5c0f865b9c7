"""The pages of the documentation lead to what they name: a section that an edit takes out leaves dead links behind."""

import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
ELSEWHERE = ("http://", "https://", "mailto:")


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading_that_exist(page):
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith(ELSEWHERE):
            continue
        path, _hash, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []
