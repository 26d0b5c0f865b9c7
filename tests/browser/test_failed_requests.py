"""An answer that htmx cannot show is told to the person; what they typed stays."""

from playwright.sync_api import expect


def test_request_that_fails_is_said_and_loses_nothing(
    signed_in_page, live_server, accepted_complaints
):
    accepted_complaints.append("500")
    page = signed_in_page
    page.goto(f"{live_server.url}/threads/new/")
    page.get_by_label("Text of message 1").fill("Do not lose me")
    page.route("**/threads/new/", lambda route: route.fulfill(status=500, body="Oops"))

    page.get_by_role("button", name="Add message").click()

    expect(page.get_by_role("status").get_by_text("That did not work.")).to_be_visible()
    expect(page.get_by_label("Text of message 1")).to_have_value("Do not lose me")
