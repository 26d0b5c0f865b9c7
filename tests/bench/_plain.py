"""The peer of a create: the least that a Django view does to keep the same rows, without any of the console's care.

A form and three formsets, a ledger row committed before the call, `requests`, and the outcome in one transaction. It
checks no limit, shows no error, keeps no attempt and trusts the answer.
"""

import functools
import hashlib
import json
from datetime import UTC, datetime, timedelta

import requests
from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, Message, MetadataPair, Submission, Thread


class CreateForm(forms.Form):
    token = forms.UUIDField()
    connection = forms.SlugField()


class MessageForm(forms.Form):
    role = forms.ChoiceField(choices=[("user", "User"), ("assistant", "Assistant")])
    content = forms.CharField()


class AttachmentForm(forms.Form):
    file_id = forms.CharField()
    tools = forms.MultipleChoiceField(choices=[("file_search", "File search")])


class PairForm(forms.Form):
    key = forms.CharField()
    value = forms.CharField()


Messages, Attachments, Pairs = map(forms.formset_factory, (MessageForm, AttachmentForm, PairForm))
session = functools.cache(requests.Session)


@login_required
def create(request):
    posted = CreateForm(request.POST)
    messages = Messages(request.POST, prefix="messages")
    metadata = Pairs(request.POST, prefix="metadata")
    if not (posted.is_valid() and messages.is_valid() and metadata.is_valid()):
        return HttpResponseBadRequest()
    body = {
        "messages": [_message(request.POST, *row) for row in enumerate(messages.cleaned_data)],
        "metadata": _pairs(metadata),
    }
    submission = _open(request.user, body, **posted.cleaned_data)
    url = f"{submission.connection.base_url}/threads"
    answer = session().post(url, json=body, timeout=30)
    answer.raise_for_status()
    return HttpResponseRedirect(f"/threads/{_finish(submission, body, answer.json()).pk}/")


def _message(data, number, fields):
    attachments = Attachments(data, prefix=f"messages-{number}-attachments")
    pairs = Pairs(data, prefix=f"messages-{number}-metadata")
    attachments.is_valid()
    pairs.is_valid()
    files = [
        {"file_id": row["file_id"], "tools": [{"type": tool} for tool in row["tools"]]}
        for row in attachments.cleaned_data
    ]
    return fields | {"attachments": files, "metadata": _pairs(pairs)}


def _pairs(formset):
    return {row["key"]: row["value"] for row in formset.cleaned_data}


def _open(actor, body, *, token, connection):
    text = json.dumps(body)
    return Submission.objects.create(
        token=token,
        connection=Connection.objects.get(slug=connection),
        actor=actor,
        body=text,
        body_sha256=hashlib.sha256(text.encode()).hexdigest(),
        deadline_at=timezone.now() + timedelta(minutes=2),
    )


@transaction.atomic
def _finish(submission, body, answer):
    thread = Thread.objects.create(
        connection=submission.connection,
        remote_id=answer["id"],
        creator=submission.actor,
        metadata=body["metadata"],
        message_count=len(body["messages"]),
        remote_created_at=datetime.fromtimestamp(answer["created_at"], UTC),
    )
    Message.objects.bulk_create(
        Message(thread=thread, position=position, text=message["content"], **message)
        for position, message in enumerate(body["messages"])
    )
    MetadataPair.objects.bulk_create(
        MetadataPair(thread=thread, key=key, value=value) for key, value in body["metadata"].items()
    )
    submission.state, submission.thread = Submission.State.ACCEPTED, thread
    submission.finished_at = timezone.now()
    submission.save(update_fields=["state", "thread", "finished_at"])
    record(AuditEvent.Action.THREAD_CREATED, actor=submission.actor, target=thread)
    return thread


urlpatterns = [path("healthz", lambda request: HttpResponse()), path("threads/new/", create)]
