"""The list of presets."""

import pytest
from django.db import connection as db
from django.test.utils import CaptureQueriesContext

from tests.factories import preset

from .composed import ASKING, HOSTILE, LIST, NEW


def test_list_has_ones_own_and_shared_ones_and_finds_by_name(signed_in, agent):
    preset(owner=agent, name="Mine")
    preset(name="Shared one", is_shared=True)
    preset(name="Secret")

    assert {row.name for row in signed_in.get(LIST).context["presets"]} == {"Mine", "Shared one"}
    found = signed_in.get(LIST, {"q": "shared\0"}).context["presets"]
    assert [row.name for row in found] == ["Shared one"]
    assert "No preset has this" in signed_in.get(LIST, {"q": "x"}).text


def test_ones_own_come_first_and_the_rest_is_on_the_next_page(signed_in, agent, small_pages):
    preset(owner=agent, name="Z, mine")
    preset(name="A", is_shared=True)
    whole = signed_in.get(LIST)
    preset(name="B", is_shared=True)

    first = signed_in.get(LIST)
    second = signed_in.get(LIST + first.context["older_href"])

    assert [row.name for row in first.context["presets"]] == ["Z, mine", "A"]
    assert [row.name for row in second.context["presets"]] == ["B"]
    assert (whole.context["older_href"], second.context["older_href"]) == ("", "")


def test_only_what_may_be_changed_offers_it(signed_in):
    shared = preset(is_shared=True)

    assert f"/presets/{shared.pk}/edit/" not in signed_in.get(LIST).text


def test_hostile_name_is_text(signed_in, agent):
    own = preset(owner=agent, name=HOSTILE, payload=ASKING)

    for address in (LIST, NEW, f"/presets/{own.pk}/edit/", f"/presets/{own.pk}/apply/"):
        assert HOSTILE not in signed_in.get(address).text


@pytest.mark.parametrize("address", [LIST, NEW])
def test_queries_do_not_grow_with_the_presets(signed_in, address, django_assert_num_queries):
    preset(is_shared=True)
    with CaptureQueriesContext(db) as with_one:
        signed_in.get(address)
    preset(is_shared=True)
    preset(is_shared=True)

    with django_assert_num_queries(len(with_one)):
        signed_in.get(address)
