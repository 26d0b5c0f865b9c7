"""Times are shown in the reader's zone, with UTC on hover; the browser tells the zone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests import factories

NOON = datetime(2025, 11, 20, 12, 4, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    "context_args, shown",
    [
        ({"timezone_id": "Asia/Kolkata"}, "20 Nov 2025, 17:34:33 IST"),
        ({"timezone_id": "America/Los_Angeles"}, "20 Nov 2025, 04:04:33 PST"),
    ],
)
def test_time_is_local_with_utc_on_hover(signed_in_page, agent, shown):
    page = signed_in_page
    thread = factories.thread(creator=agent, recorded_at=NOON)
    page.goto("/threads/")  # the zone is told here, and known from the next page on
    page.goto(thread.get_absolute_url())

    expect(page.get_by_text(shown)).to_have_attribute("title", "2025-11-20 12:04:33 UTC")
