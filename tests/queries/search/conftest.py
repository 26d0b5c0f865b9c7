"""Random threads with everything that a search can ask for, and what is true of each."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from threadsui.models import Message, MetadataPair, Note, Tag, Thread, ThreadCheck, ThreadTag, User

from .reference import Facts

START = datetime(2026, 10, 28, tzinfo=UTC)
WORDS = [
    *("refund", "Refund", "RÉFUND", "refunds", "re", "late", "delivery", "late-delivery", "late_x"),
    *(
        "Größe",
        "GRÖSSE",
        "Ångström",
        "東京タワー",
        "東京",
        "Йод",
        "ОДОС",
        "Οδός",
        "ΟΔΟΣ",
        "4711",
        "47",
    ),
    *(
        "a.b@c.de",
        "O'Neil",
        '"',
        "*",
        "NOT",
        "and",
        "OR",
        "NEAR",
        "🤕",
        "👍🏽",
        "x²",
        "thread",
        "all",
    ),
    *(
        "roleuser",
        "hasnote",
        "u1",
        "e\u0301te",
        "İstanbul",
        "ﬁn",
        "'='",
        "t:x",
        "=t",
        "null\tend",
        "–",
    ),
]
PEOPLE = ["ana", "bo", "cy.d"]
SLUGS = ["eu", "us"]
TAGS = ["vip", "late", "größe.1"]
KEYS = ["order", "env", "A b", "", "a:b"][:4]
VALUES = ["7", "8", "test", "", "a, b", "*", "Test"]
FILES = ["file-abc", "file-ABC", "file-abc1", "datei_ü"]
COUNT = 60


def text_of(chance, most=6):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randrange(most)))


@pytest.fixture(params=[1, 2])
def facts(request, db):
    """By number of the thread. The seed is the test's parameter."""
    chance = random.Random(request.param)
    people = [User.objects.create(username=name) for name in PEOPLE]
    connections = [factories.connection(slug) for slug in SLUGS]
    tags = [Tag.objects.create(name=name) for name in TAGS]
    return dict(_thread(chance, people, connections, tags, place) for place in range(COUNT))


def _thread(chance, people, connections, tags, place):
    def maybe(value, share=0.3):
        return value if chance.random() < share else None

    thread = Thread.objects.create(
        connection=chance.choice(connections),
        creator=chance.choice(people),
        assignee=maybe(chance.choice(people), 0.6),
        remote_id=chance.choice(["thread_", "thread-", "Ab", "ab"]) + f"{place:x}",
        title=maybe(text_of(chance), 0.8) or "",
        metadata={key: chance.choice(VALUES) for key in KEYS if key and chance.random() < 0.4},
        recorded_at=START
        + timedelta(hours=chance.randrange(24 * 9), minutes=chance.choice([0, 59])),
        gone_at=maybe(START),
        drifted_at=maybe(START),
        held_at=maybe(START),
        text_removed_at=maybe(START),
        tool_resources=maybe({"code_interpreter": {"file_ids": [chance.choice(FILES)]}}) or {},
    )
    if maybe(True, 0.2):
        Thread.objects.filter(pk=thread.pk).update(deleted_at=START, deleted_by=people[0])
        thread.deleted_at = START
    is_unreachable = bool(maybe(True))
    if is_unreachable:
        ThreadCheck.objects.create(thread=thread, state="unreachable", checked_by=people[0])
    facts = Facts(
        pk=thread.pk,
        remote_id=thread.remote_id,
        title=thread.title,
        creator=thread.creator.username,
        assignee=thread.assignee and thread.assignee.username,
        connection=thread.connection.slug,
        recorded_at=thread.recorded_at,
        metadata=thread.metadata,
        is_gone=bool(thread.gone_at),
        is_deleted=bool(thread.deleted_at),
        is_held=bool(thread.held_at),
        is_removed=bool(thread.text_removed_at),
        is_changed=bool(thread.drifted_at),
        is_unreachable=is_unreachable,
        files={file for ids in thread.tool_resources.values() for file in ids.get("file_ids", [])},
    )
    MetadataPair.objects.bulk_create(
        MetadataPair(thread=thread, key=key, value=value) for key, value in thread.metadata.items()
    )
    for tag in tags:
        if maybe(True):
            ThreadTag.objects.create(thread=thread, tag=tag, recorded_at=thread.recorded_at)
            facts.tags.add(tag.name)
    for position in range(chance.randrange(4)):
        _message(chance, facts, position, maybe)
    for _ in range(chance.randrange(3)):
        note = Note.objects.create(thread=thread, author=people[0], text=text_of(chance) or "-")
        facts.notes.append(note.text)
    return thread.pk, facts


def _message(chance, facts, position, maybe):
    text, role = text_of(chance), chance.choice(["user", "assistant"])
    picture, attached = maybe(chance.choice(FILES), 0.2), maybe(chance.choice(FILES), 0.2)
    content = [{"type": "text", "text": text}]
    if picture:
        content.append({"type": "image_file", "image_file": {"file_id": picture}})
    attachments = [{"file_id": attached, "tools": [{"type": "file_search"}]}] if attached else []
    Message.objects.create(
        thread_id=facts.pk,
        position=position,
        role=role,
        content=content if picture else text,
        text=text,
        attachments=attachments,
    )
    facts.messages.append((role, text, attachments, bool(picture)))
    facts.files |= {file for file in (picture, attached) if file}
