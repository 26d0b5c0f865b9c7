"""docs/security.md names the test that proves each of its lines, and each is there."""

import re

from django.conf import settings

TEXT = (settings.BASE_DIR / "docs/security.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)))
THREATS = (
    "CSRF",
    "XSS",
    "SQL injection",
    "Search grammar",
    "Header injection",
    "SSRF",
    "Open redirects",
)
THREATS += ("Mass assignment", "Another group's", "Spreadsheet formulas", "YAML and JSON bombs")
THREATS += ("Oversize uploads", "Session fixation", "Log injection", "Secrets in tracebacks")


def test_every_named_test_exists():
    missing = []
    for path, name in NAMED:
        file = settings.BASE_DIR / path
        is_there = file.is_file() and (not name or f"\ndef {name}(" in file.read_text())
        missing += [] if is_there else [f"{path}::{name}"]

    assert missing == []
    assert len(NAMED) > 50


def test_every_threat_has_a_line_with_its_test():
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "`tests/" in line]
    told = "\n".join(rows)

    assert [threat for threat in THREATS if f"**{threat}" not in told] == []
    table = TEXT[TEXT.index("| threat |") : TEXT.index("## What does not hold")]
    untold = [line for line in table.splitlines()[2:] if line and "`tests/" not in line]
    assert untold == []


def test_readme_and_operations_lead_to_it():
    for path in ("README.md", "docs/operations.md"):
        assert "security.md" in (settings.BASE_DIR / path).read_text()
