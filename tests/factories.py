"""Records for tests, made by plain functions: `thread(creator=ana, metadata={"order": "7"})`.

They write to the database directly, as the services would have; whatever is not given is made up.
"""

import itertools
import json
import uuid
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from threadsui.api import schema
from threadsui.audit.appending import append
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data
from threadsui.forms.drafts.placeholders import placeholders_in
from threadsui.forms.lists.resolving import resolve
from threadsui.models import (
    AccessGroup,
    ApiCall,
    AuditEvent,
    Connection,
    Message,
    MetadataPair,
    Operation,
    SavedView,
    Submission,
    Tag,
    Thread,
    ThreadTag,
    User,
)
from threadsui.queries.threads.thread_list import ThreadFilters
from threadsui.search import parse
from threadsui.services.creating.threads import create_thread
from threadsui.services.people.password_links import make_link
from threadsui.services.personal.drafts import DraftContent, save_draft
from threadsui.services.personal.presets import PresetContent, create_preset
from threadsui.services.personal.snippets import create_snippet
from threadsui.services.teamwork.notes import add_note
from threadsui.vocabularies import VOCABULARIES

_numbers = itertools.count(1)


def user(role="agent", username=None, **fields):
    """A person with this role's group; the role "" has none. The password is "secret"."""
    name = username or f"{role or 'nobody'}-{next(_numbers)}"
    person = User.objects.create_user(name, password="secret", **fields)
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def password_token(member=None):
    """The token of an open link by which somebody chooses a password."""
    member = member or user("agent")
    return make_link(actor=user("admin"), member=member)


def connection(slug=None, **fields):
    """A connection to a server that nobody answers at."""
    slug = slug or f"server-{next(_numbers)}"
    defaults = {"name": slug.title(), "base_url": f"https://{slug}.example.com/v1"}
    return Connection.objects.create(slug=slug, **defaults | fields)


def desk(server):
    """The connection to a server of tests/personalities.py, asked as that wants to be asked."""
    return connection(
        "desk", base_url=server.url, secret=server.key, extra_query=server.query, read_timeout=2
    )


def access_group(name=None, *members):
    """A group that connections and tags can be kept for."""
    group = AccessGroup.objects.create(name=name or f"Group {next(_numbers)}")
    group.members.set(members)
    return group


def tag(name=None, *threads, groups=()):
    """A tag, on these threads, and kept for these groups."""
    made = Tag.objects.create(name=name or f"tag-{next(_numbers)}")
    made.groups.set(groups)
    for one in threads:
        tag_on(one, made)
    return made


def tag_on(of, tag):
    ThreadTag.objects.create(thread=of, tag=tag, recorded_at=of.recorded_at)


def sandbox():
    return Connection.objects.get(is_sandbox=True)


def created_thread(*, actor, title="Snapped pole", **body):
    """A thread that the sandbox really has, made as a person makes one."""
    submission = create_thread(
        connection=sandbox(),
        payload=schema.parse(schema.CreateThread, body),
        actor=actor,
        token=uuid.uuid4(),
        title=title,
    )
    return submission.thread


def thread(*, creator=None, messages=(), metadata=None, **fields):
    """A recorded thread, with its pairs and messages (strings, or dicts of Message's fields)."""
    fields.setdefault("title", "Snapped pole")
    fields.setdefault("remote_id", f"thread_{next(_numbers):024d}")
    fields.setdefault("connection", None)
    fields["connection"] = fields["connection"] or sandbox()
    made = Thread.objects.create(
        creator=creator or user(), metadata=metadata or {}, message_count=len(messages), **fields
    )
    MetadataPair.objects.bulk_create(
        MetadataPair(thread=made, key=key, value=value) for key, value in made.metadata.items()
    )
    for position, given in enumerate(messages):
        message(
            made, position=position, **({"content": given} if isinstance(given, str) else given)
        )
    return made


def message(of, *, content="Hello", role="user", position=0, **fields):
    """A message of the thread `of`."""
    text = content if isinstance(content, str) else text_of(content)
    fields.setdefault("remote_id", f"msg_{next(_numbers):024d}")
    return Message.objects.create(
        thread=of, position=position, role=role, content=content, text=text, **fields
    )


def text_of(parts):
    return "\n\n".join(part["text"] for part in parts if part["type"] == "text")


def submission(*, state="accepted", actor=None, payload=None, **fields):
    """A submission in any state; an accepted one gets a thread unless one is given."""
    body = json.dumps(payload if payload is not None else {"messages": []})
    now = timezone.now()
    fields.setdefault("connection", None)
    fields["connection"] = fields["connection"] or sandbox()
    fields.setdefault("deadline_at", now + timedelta(seconds=60))
    actor = actor or user()
    if state == "accepted":
        fields.setdefault("thread", None)
        fields["thread"] = fields["thread"] or thread(
            creator=actor, connection=fields["connection"], title=fields.get("title", "")
        )
    if state != "sending":
        fields.setdefault("finished_at", now)
    if fields.get("resolution"):
        fields.setdefault("resolved_by", actor)
        fields.setdefault("resolved_at", now)
    return Submission.objects.create(
        token=uuid.uuid4(),
        state=state,
        actor=actor,
        body=body,
        body_sha256=Submission.hash_of(body),
        **fields,
    )


def overdue_submission(**fields):
    """One that its process never finished."""
    return submission(state="sending", deadline_at=timezone.now() - timedelta(minutes=5), **fields)


def draft(*, owner=None, payload=None, title="", **fields):
    """A saved form with this body, which no opened page has."""
    values = ComposerForm.values_of(payload or {"messages": [{"role": "user", "content": "Hello"}]})
    posted = dict(form_data(values | {"title": title}).lists())
    return save_draft(
        owner=owner or user(),
        content=DraftContent(fields=posted, title=title or "Hello", message_count=1),
        editor=uuid.uuid4(),
        **fields,
    )


def preset(*, owner=None, payload=None, title="", name=None, is_shared=False, connection=""):
    """A kept form with this body, which may hold {{placeholders}}."""
    values = ComposerForm.values_of(payload or {"messages": [{"role": "user", "content": "Hello"}]})
    values |= {"title": title, "connection": connection}
    fields = dict(form_data(values).lists())
    count = len(values["messages"])
    content = DraftContent(fields=fields, connection=connection, message_count=count)
    return create_preset(
        actor=owner or user(),
        name=name or f"Preset {next(_numbers)}",
        is_shared=is_shared,
        content=PresetContent(content, [found.name for found in placeholders_in(fields)]),
    )


def snippet(*, owner=None, name=None, text="Thank you for waiting.", is_shared=False):
    return create_snippet(
        actor=owner or user(),
        name=name or f"snippet-{next(_numbers)}",
        text=text,
        is_shared=is_shared,
    )


def call(**fields):
    """One HTTP attempt: a POST /threads answered with 200, unless told otherwise."""
    defaults = {
        "method": "POST",
        "path": "/threads",
        "status": 200,
        "duration_ms": 12.5,
        "request_id": f"req_{next(_numbers)}",
        "started_at": timezone.now(),
        "response_body": '{"id": "thread_1"}',
    }
    fields.setdefault("connection", None)
    fields["connection"] = fields["connection"] or sandbox()
    if fields.get("status", 200) is None:
        fields.setdefault("error", "No answer in time.")
    return ApiCall.objects.create(**defaults | fields)


def note(*, of=None, author=None, text="The carrier has it."):
    """A note about the thread `of`, which is a new one if not given; `@name` in its text tells people."""
    return add_note(thread=of or thread(), text=text, actor=author or user())


def saved_view(*, owner=None, name=None, **fields):
    """A view as it is after saving; private, and without a filter, unless told otherwise."""
    fields.setdefault("list", "threads")
    name = name or f"View {next(_numbers)}"
    return SavedView.objects.create(owner=owner or user(), name=name, **fields)


def thread_filters(text="", *, reader=None):
    """What the search box makes of `text`, which must have no error."""
    conditions, errors = resolve(parse(text), reader=reader)
    assert [*parse(text).errors, *errors] == []
    return ThreadFilters(conditions)


def conditions(list_name, text="", *, reader=None):
    """What a search of this list asks; nothing may be wrong with it."""
    vocabulary = VOCABULARIES[list_name]
    search = parse(text, vocabulary)
    found, problems = resolve(search, reader=reader, vocabulary=vocabulary)
    assert not search.errors
    assert not problems
    return found


def operation(*, actor=None, kind="threads.tag", **fields):
    """A bulk operation that nobody has begun with."""
    fields.setdefault("parameters", {"tag": "vip"})
    fields.setdefault("selection", {"conditions": []})
    fields.setdefault("correlation_id", f"press-{next(_numbers)}")
    return Operation.objects.create(actor=actor or user(), kind=kind, **fields)


def event(action="thread.created", *, actor=None, target=None, **fields):
    """An audit event about `target`, which is a new thread if not given; `actor=False` means the system."""
    if actor is None:
        actor = user()
    target = target or thread(creator=actor or None)
    made = AuditEvent(
        action=action,
        actor=actor or None,
        actor_name=actor.username if actor else "system",
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=fields.pop("target_label", str(target)[:200]),
        **fields,
    )
    append([made])
    return made
