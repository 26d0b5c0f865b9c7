"""An agent tags a thread, assigns it and names a lead in a note; the lead sees it, opens it, and it is read."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Mention, Note
from threadsui.services.teamwork.notes import add_note
from threadsui.services.teamwork.tags import tag_thread

PHONE = {"viewport": {"width": 390, "height": 844}}


def badge(page):
    return page.get_by_role("link", name=re.compile("Mentions"))


def test_from_a_tag_and_a_mention_to_the_person_who_reads_it(
    sign_in, agent, lead, created_thread, settle
):
    page = sign_in(agent)
    page.goto(created_thread.get_absolute_url())
    page.get_by_text("Add tag").click()
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    page.get_by_label("Colour, if it is new").select_option("Amber")
    page.get_by_label("Tag", exact=True).fill("Late Delivery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove tag late-delivery")).to_be_visible()
    expect(page.locator("summary", has_text="Add tag")).to_be_focused()
    page.get_by_text("Assign to…").click()
    page.get_by_label("Person").select_option(lead.username)
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.locator("summary", has_text=lead.display_name)).to_be_focused()
    page.get_by_role("link", name="Notes").click()
    page.get_by_label("Note", exact=True).fill(f"@{lead.username} can you approve this?")
    expect(page.get_by_text(re.compile(r"^\d+ / 5,000$"))).to_be_visible()
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("can you approve this?")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name="Notes 1")).to_be_visible()

    other = sign_in(lead)
    other.goto("/threads/?assigned=me&tag=late-delivery")
    expect(other.locator("[data-drawer-row]")).to_have_count(1)
    expect(badge(other)).to_have_accessible_name(re.compile(r"Mentions\s*1 unread mentions"))
    badge(other).click()
    other.get_by_role("link", name="can you approve this?").click()
    expect(other.get_by_text("Mentions you")).to_be_visible()
    expect(other.locator("#mentions-nav")).to_be_hidden()
    expect(other.get_by_role("button", name="Mark as read")).to_have_count(0)
    settle(other)
    assert not Mention.objects.unread().exists()
    other.reload()
    expect(badge(other)).to_have_accessible_name("Mentions")


def test_drawer_tags_and_takes_notes_in_its_place(sign_in, agent, created_thread, settle):
    page = sign_in(agent)
    page.goto("/threads/")
    page.locator("[data-drawer-row]").get_by_role("link").first.focus()
    page.keyboard.press("Space")
    drawer = page.get_by_role("complementary", name="Thread")
    drawer.get_by_text("Add tag").click()
    drawer.get_by_label("Tag", exact=True).fill("vip")
    drawer.get_by_role("button", name="Add", exact=True).click()
    expect(drawer.get_by_role("button", name="Remove tag vip")).to_be_visible()
    drawer.get_by_label("Note", exact=True).fill("Called the carrier.")
    expect(drawer.get_by_text("19 / 5,000")).to_be_visible()
    drawer.get_by_role("button", name="Add note").click()
    expect(drawer.get_by_role("listitem").filter(has_text="Called the carrier.")).to_be_visible()
    settle(page)
    expect(drawer.get_by_role("heading", level=2)).to_be_visible()
    assert Note.objects.get().thread == created_thread


def test_at_sign_in_a_note_offers_people_by_keyboard_and_by_mouse(
    sign_in, agent, lead, auditor, created_thread, assert_accessible
):
    page = sign_in(agent)
    page.goto("/threads/")
    page.locator("[data-drawer-row]").get_by_role("link").first.focus()
    page.keyboard.press("Space")
    drawer = page.get_by_role("complementary", name="Thread")
    note = drawer.get_by_label("Note", exact=True)
    note.press_sequentially("@")
    options = page.get_by_role("listbox", name="People").get_by_role("option")
    expect(options.filter(has_text=f"@{lead.username}")).to_be_visible()
    expect(options.filter(has_text=f"@{agent.username}")).to_have_count(0)
    text, first = note.bounding_box(), options.first.bounding_box()
    assert first["y"] >= text["y"] + text["height"], "the list covers what is being written"
    assert_accessible(page)
    note.press_sequentially(lead.username[:2])
    expect(options).to_have_count(1)
    note.press("Enter")
    expect(note).to_have_value(f"@{lead.username} ")
    note.press_sequentially("and a.b@")
    note.press_sequentially("c, @au")
    options.filter(has_text=auditor.username).click()
    expect(note).to_have_value(f"@{lead.username} and a.b@c, @{auditor.username} ")
    note.press_sequentially("(@")
    expect(options.first).to_be_visible()
    note.press("Escape")
    expect(options).to_have_count(0)
    expect(drawer).to_be_visible()
    drawer.get_by_role("button", name="Add note").click()
    expect(drawer.get_by_role("listitem").filter(has_text="and a.b@c")).to_be_visible()

    assert set(Mention.objects.values_list("person", flat=True)) == {lead.pk, auditor.pk}


def test_wrong_tag_is_said_at_its_field(
    sign_in, agent, created_thread, invalid_expected, assert_accessible
):
    page = sign_in(agent)
    page.goto(created_thread.get_absolute_url())
    page.get_by_text("Add tag").click()
    page.get_by_label("Tag", exact=True).fill("a,b")
    page.get_by_role("button", name="Add", exact=True).click()

    field = page.get_by_label("Tag", exact=True)
    expect(field).to_have_value("a,b")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("A tag has letters and digits"))
    assert_accessible(page)


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_everything_works_without_javascript(sign_in, agent, lead, created_thread, context_args):
    page = sign_in(agent)
    page.goto(created_thread.get_absolute_url())
    page.get_by_text("Add tag").click()
    page.get_by_label("Tag", exact=True).fill("vip")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Remove tag vip").click()
    expect(page.get_by_role("button", name="Remove tag vip")).to_have_count(0)
    page.get_by_text("Assign to…").click()
    page.get_by_role("link", name="Choose a person…").click()
    page.get_by_role("button", name="Assign to me").click()
    expect(page.locator("summary", has_text=agent.display_name)).to_be_visible()
    page.get_by_role("link", name="Notes").click()
    page.get_by_label("Note", exact=True).fill(f"@{lead.username}, look")
    page.get_by_role("button", name="Add note").click()
    page.get_by_role("link", name="Edit note").click()
    page.get_by_label("Note", exact=True).fill(f"@{lead.username}, look again")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("look again")).to_be_visible()

    other = sign_in(lead)
    other.goto("/mentions/")
    other.get_by_role("link", name="look again").click()
    assert Mention.objects.unread().exists()
    other.get_by_role("button", name="Mark as read").click()
    expect(badge(other)).to_have_accessible_name("Mentions")
    assert not Mention.objects.unread().exists()


@pytest.mark.parametrize("context_args", [{}, PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible_and_fit(
    sign_in, agent, lead, created_thread, context_args, assert_accessible, assert_fits
):
    for name in ("late-delivery", "vip", "a-rather-long-name-of-forty-characters-o"):
        tag_thread(thread=created_thread, name=name, actor=agent, may_create=True)
    text = f"@{lead.username} لم يصل الطلب بعد\n" + "https://example.com/" + "k" * 200
    note = add_note(thread=created_thread, text=text, actor=agent)
    add_note(thread=factories.thread(), text=f"@{lead.username}", actor=agent)
    page = sign_in(lead)
    notes = f"{created_thread.get_absolute_url()}?tab=notes"

    for address in ("/mentions/", notes, f"/notes/{note.pk}/delete/", "/mentions/?show=unread"):
        page.goto(address)
        page.wait_for_load_state()
        assert_accessible(page)
        assert_fits(page)
    page.goto(created_thread.get_absolute_url())
    for summary in ("Add tag", "Assign to…"):
        page.locator("summary", has_text=summary).click()
        assert_accessible(page)
        assert_fits(page)
    author = sign_in(agent)
    author.goto(f"/notes/{note.pk}/edit/")
    assert_accessible(author)
    assert Note.objects.count() == 2
