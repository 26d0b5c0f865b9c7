"""Every kind of record that is kept for a group, each with the word."""

from tests import factories
from tests.views.walking import TEXT, WORD
from threadsui.models import Draft, Mention

BODY = {"messages": [{"role": "user", "content": TEXT}], "metadata": {WORD: WORD, "order": "7"}}


def everything(connection, tag, *, reader):
    """Every kind of record of a thread on the connection, and of one with the tag, each with the word."""
    ana = factories.user("admin", "ana")
    records = {}
    for of in ({"connection": connection}, {}):
        thread = factories.thread(
            creator=ana, title=TEXT, messages=[TEXT], metadata=BODY["metadata"], **of
        )
        if not of:
            factories.tag_on(thread, tag)
        made = factories.submission(actor=ana, thread=thread, title=TEXT, payload=BODY, **of)
        call = factories.call(
            thread=thread, submission=made, response_body=f'{{"a": "{TEXT}"}}', **of
        )
        note = factories.note(of=thread, author=ana, text=f"{TEXT} @{reader.username}")
        Mention.objects.get_or_create(note=note, person=reader)  # of when they saw it
        event = factories.event("thread.updated", target=thread, target_label=TEXT)
        records |= {"thread": thread, "message": thread, "note_create": thread, "made": made}
        records |= {"made_call": call, "call": call, "note": note, "audit": event}
    unknown = factories.submission(
        state="unknown", actor=ana, title=TEXT, payload=BODY, connection=connection
    )
    factories.event("connection.updated", target=connection, target_label=connection.name)
    factories.event("tag.updated", target=tag, target_label=tag.name)
    query = f"q=connection:{WORD}"
    operation = factories.operation(actor=ana, query=query, parameters={"tag": tag.name})
    told = {"does": {"old": None, "new": operation.parameters}, "to": {"old": None, "new": query}}
    factories.event("operation.started", actor=ana, target=operation, changes=told)
    view = factories.saved_view(owner=ana, name=f"All of {WORD}", query=query, is_shared=True)
    factories.event("saved_view.created", actor=ana, target=view, target_label=view.name)
    factories.preset(owner=ana, name="A start", is_shared=True, connection=WORD)
    draft = factories.draft(owner=reader)
    Draft.objects.filter(pk=draft.pk).update(connection=connection)
    open_thread = factories.thread(title="For all")
    made = factories.submission(actor=reader, thread=open_thread, title="For all")
    factories.call(thread=open_thread, submission=made)
    changes = {"tag": {"old": None, "new": tag.name}}
    factories.event("thread.tagged", actor=ana, target=open_thread, changes=changes)
    return records | {
        "submission": unknown,
        "operation": operation,
        "saved": view,
        "draft": draft,
        "connection": connection,
        "tag": tag,
    }
