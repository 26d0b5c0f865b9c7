"""The canonical content: one text for one event, whichever engine kept it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threadsui.audit.appending import append
from threadsui.audit.content import canonical, content_of, row_of, rows
from threadsui.models import AuditEvent

# What both engines can keep: PostgreSQL has no NUL in text, and no half of a surrogate pair.
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@st.composite
def events(draw):
    return AuditEvent(
        action=draw(st.sampled_from(AuditEvent.Action.values)),
        actor_id=draw(st.none() | st.integers(1, 2**60)),
        actor_name=draw(texts.filter(bool)),
        target_type=draw(texts),
        target_id=draw(texts),
        target_label=draw(texts),
        changes=draw(st.dictionaries(texts, values, max_size=3)),
        reason=draw(texts),
        correlation_id=draw(texts),
        address=draw(texts),
        created_at=draw(moments),
    )


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
@given(event=events())
def test_content_is_the_same_when_it_comes_back_from_the_database(event):
    append([event])

    [kept] = rows(AuditEvent.objects.filter(pk=event.pk))

    assert canonical(kept) == canonical(row_of(event))


@settings(deadline=None)
@given(event=events())
def test_content_put_together_by_hand_is_what_json_would_write(event):
    event.pk = 7
    row = row_of(event)
    full = {name: value for name, value in content_of(row).items() if value not in (None, "", {})}

    assert canonical(row) == json.dumps(full, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize(
    "one, other",
    [("1.0", "1"), ("1e2", "100"), ("-0.0", "0"), ("1E+23", "1" + "0" * 23), ("1e-7", "0.0000001")],
)
def test_number_has_one_spelling(one, other):
    first, second = (
        (1, datetime.now(UTC), *"abcdef", f'{{"n": {text}}}', "", "", "") for text in (one, other)
    )

    assert canonical(first)[:30] == canonical(second)[:30]
    assert (
        canonical(first).partition('"created_at"')[0]
        == canonical(second).partition('"created_at"')[0]
    )


def test_time_is_utc_to_the_microsecond():
    event = AuditEvent(
        pk=1, created_at=datetime(2026, 11, 20, 13, 4, tzinfo=timezone(timedelta(hours=1)))
    )

    assert '"created_at":"2026-11-20T12:04:00.000000Z"' in canonical(row_of(event))


def test_every_stored_field_is_sealed():
    stored = {field.attname for field in AuditEvent._meta.local_concrete_fields}
    sealed = set(content_of(row_of(AuditEvent(pk=1))))

    assert stored - {"id", "mac", "key_id"} == sealed - {"number"}
