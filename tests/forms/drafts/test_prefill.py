"""What a link can fill in, and what it cannot."""

from threadsui.forms.drafts.prefill import asks_to_fill_in, prefill


def filled(*pairs):
    return prefill(pairs, connections={"sandbox"})


def test_messages_keep_their_order_and_each_role_belongs_to_the_one_before():
    found = filled(
        ("message", "One"), ("message", "Two"), ("message.role", "assistant"), ("message", "Three")
    )

    assert found.values["messages"] == [
        {"role": "user", "content": "One"},
        {"role": "assistant", "content": "Two"},
        {"role": "user", "content": "Three"},
    ]


def test_role_before_all_messages_belongs_to_the_first():
    found = filled(("message.role", "assistant"), ("message", "One"), ("message", "Two"))

    assert [row["role"] for row in found.messages] == ["assistant", "user"]


def test_unknown_role_is_noted_and_user_is_chosen():
    found = filled(("message", "One"), ("message.role", "system"))

    assert found.messages == [{"role": "user", "content": "One"}]
    assert found.notes == ["It names a role that is not known: “system”. User is chosen."]


def test_key_is_all_that_follows_metadata_dots_and_all():
    found = filled(("metadata.shop.order", "4711"), ("metadata.", "no key"))

    assert found.metadata == [
        {"key": "shop.order", "value": "4711"},
        {"key": "", "value": "no key"},
    ]


def test_connection_that_is_there_is_chosen():
    assert filled(("connection", "sandbox")).values["connection"] == "sandbox"


def test_connection_that_is_not_there_is_noted():
    found = filled(("connection", "elsewhere"))

    assert found.values["connection"] == ""
    assert "“elsewhere”" in found.notes[0]


def test_more_than_a_thread_takes_is_cut_and_noted():
    found = filled(
        *[("message", str(number)) for number in range(40)],
        *[(f"metadata.{number}", "v") for number in range(20)],
    )

    assert (len(found.messages), len(found.metadata)) == (32, 16)
    assert found.notes == [
        "It has 40 messages; the first 32 are here.",
        "It has 20 metadata pairs; the first 16 are here.",
    ]


def test_link_without_any_of_it_fills_nothing_in():
    assert not asks_to_fill_in(["utm_source", "metadata", "messages"])
    assert asks_to_fill_in(["metadata.ticket"])
