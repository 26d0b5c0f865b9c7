"""An admin invites somebody in a real browser, who chooses a password and is let in; then is deactivated."""

import re

from playwright.sync_api import expect

PASSWORD = "correct-horse-7"


def test_invited_person_gets_in_and_is_put_out(sign_in, admin, open_context, assert_accessible):
    page = sign_in(admin)
    page.goto("/team/")
    assert_accessible(page)
    page.get_by_role("link", name="Invite a person").click()
    assert_accessible(page)
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Name optional").fill("Ana de Souza")
    page.get_by_label("Agent:").check()
    page.get_by_role("button", name="Invite and make the link").click()
    expect(page.get_by_role("heading", name="Copy this link now")).to_be_visible()
    assert_accessible(page)
    link = page.get_by_label("The link").input_value()
    page.reload()
    expect(page.get_by_label("The link")).to_be_hidden()

    ana = open_context().new_page()
    ana.goto(link)
    expect(ana.get_by_role("heading", name="Welcome, Ana de Souza")).to_be_visible()
    assert_accessible(ana)
    ana.get_by_label("Password", exact=True).fill(PASSWORD)
    ana.get_by_label("The password once more").fill(PASSWORD)
    ana.get_by_role("button", name="Set the password").click()
    expect(ana.get_by_text("Your password is set")).to_be_visible()
    ana.get_by_label("Username or email").fill("ana")
    ana.get_by_label("Password").fill(PASSWORD)
    ana.get_by_role("button", name="Sign in", exact=True).click()
    expect(ana.get_by_role("heading", name="Overview")).to_be_visible()

    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Active")
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Deactivate").click()
    assert_accessible(page)
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("main")).to_contain_text("Deactivated")
    expect(page.get_by_role("main")).to_contain_text("deactivated the person")
    ana.goto("/threads/")
    expect(ana).to_have_url(re.compile("/accounts/login/"))
