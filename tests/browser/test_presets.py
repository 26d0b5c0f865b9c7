"""Presets in a real browser: saved from the composer, applied with their placeholders, and never over what is typed."""

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Preset, Thread

ASKING = {
    "messages": [{"role": "user", "content": "Order {{order_id}} arrived damaged."}],
    "metadata": {"order_id": "{{order_id}}"},
}


def message(page, number):
    return page.get_by_label(f"Text of message {number}")


def choose(page, name):
    page.get_by_role("main").get_by_text("Presets", exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def test_form_is_saved_applied_with_its_value_and_created(
    signed_in_page, agent, assert_accessible, assert_fits
):
    page = signed_in_page
    page.goto("/threads/new/")
    message(page, 1).fill("Order {{order_id}} arrived damaged.")
    page.get_by_label("Title").fill("Refund {{order_id}}")
    choose(page, "Save as preset")
    page.get_by_label("Name").fill("Damaged")
    assert_accessible(page)
    page.get_by_role("button", name="Save as preset").click()
    expect(page.get_by_role("status").get_by_text("Saved as the preset “Damaged”.")).to_be_visible()
    expect(message(page, 1)).to_have_value("Order {{order_id}} arrived damaged.")

    page.goto("/presets/")
    assert_accessible(page)
    page.get_by_role("link", name="Damaged", exact=True).click()
    expect(page.get_by_label("Order id")).to_be_focused()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Order id").fill("NV-7 {{x}}")
    page.get_by_role("button", name="Fill in").click()

    expect(message(page, 1)).to_have_value("Order NV-7 {{x}} arrived damaged.")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refund NV-7 {{x}}")
    assert Thread.objects.get().messages.get().text == "Order NV-7 {{x}} arrived damaged."


@pytest.mark.parametrize("context_args", [{}, {"java_script_enabled": False}])
def test_preset_leaves_what_is_typed(signed_in_page, agent, context_args):
    factories.preset(owner=agent, name="Damaged", payload=ASKING, title="Theirs")
    page = signed_in_page
    page.goto("/threads/new/")
    message(page, 1).fill("My own words")
    page.get_by_label("Title").fill("My own title")
    choose(page, "Damaged")
    page.get_by_label("Order id").fill("NV-7")
    page.get_by_role("button", name="Fill in").click()

    expect(message(page, 1)).to_have_value("My own words")
    expect(message(page, 2)).to_have_value("Order NV-7 arrived damaged.")
    expect(page.get_by_label("Title")).to_have_value("My own title")
    expect(page.get_by_label("Value 1", exact=True)).to_have_value("NV-7")
    expect(page.get_by_text("Left as it was: title.")).to_be_visible()
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My own title")
    assert Thread.objects.get().metadata == {"order_id": "NV-7"}


def test_what_a_preset_fills_in_is_changed_in_the_composer(signed_in_page, agent):
    kept = factories.preset(owner=agent, name="Damaged", payload=ASKING)
    page = signed_in_page
    page.goto("/presets/")
    page.get_by_role("link", name="Change Damaged").click()
    page.get_by_role("link", name="Change the form").click()
    expect(message(page, 1)).to_have_value("Order {{order_id}} arrived damaged.")
    message(page, 1).fill("Parcel {{parcel}} arrived damaged.")
    choose(page, "Save to this preset")
    expect(page.get_by_role("heading", level=1)).to_have_text("Save as preset")
    page.get_by_role("button", name="Save to this preset").click()

    expect(page.get_by_role("status").get_by_text("was changed")).to_be_visible()
    assert Preset.objects.get(pk=kept.pk).placeholders == ["parcel", "order_id"]


@pytest.mark.parametrize("context_args", [{"viewport": {"width": 390, "height": 844}}])
def test_pages_fit_a_phone(signed_in_page, agent, assert_fits, context_args):
    kept = factories.preset(owner=agent, name="A long name " * 6, payload=ASKING)
    factories.snippet(owner=agent, name="x" * 80, text="y" * 300)
    for address in ("/presets/", f"/presets/{kept.pk}/edit/", "/snippets/", "/snippets/new/"):
        signed_in_page.goto(address)
        assert_fits(signed_in_page)
    signed_in_page.goto("/threads/new/")
    signed_in_page.get_by_role("main").get_by_text("Presets", exact=True).click()
    assert_fits(signed_in_page)


def test_pages_are_accessible(signed_in_page, agent, assert_accessible):
    kept = factories.preset(owner=agent, name="Damaged", payload=ASKING, is_shared=True)
    text = factories.snippet(owner=agent, name="thanks", is_shared=True)
    draft = factories.draft(owner=agent)
    for address in (
        f"/presets/?draft={draft.pk}",
        "/presets/new/",
        f"/presets/{kept.pk}/edit/",
        f"/presets/{kept.pk}/delete/",
        f"/threads/new/?edit_preset={kept.pk}",
        "/snippets/",
        "/snippets/new/",
        f"/snippets/{text.pk}/edit/",
        f"/snippets/{text.pk}/delete/",
    ):
        signed_in_page.goto(address)
        assert_accessible(signed_in_page)
