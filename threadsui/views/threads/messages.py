"""Adding a message to a thread."""

import uuid

from django.contrib import messages as flash
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.composer.message_create import MessageCreateForm
from threadsui.forms.composer.rows import edit_rows
from threadsui.services.errors import ServiceError
from threadsui.services.threads.messages import MessageAlreadySent, create_message

from ..pages import go_to
from ..permissions import requires
from .thread_changes import changeable_thread, is_there, only_read


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.change_thread")
def message_create(request, pk):
    thread = changeable_thread(request.user, pk)
    if not is_there(thread):
        return only_read(request, thread)
    if request.method != "POST":
        return _page(request, thread, MessageCreateForm(initial={"token": uuid.uuid4()}))
    form = MessageCreateForm(request.POST)
    if verb := request.POST.get("row"):
        return _with_rows(request, thread, form, verb)
    if form.is_valid():
        try:
            message = create_message(
                thread=thread,
                payload=form.body,
                actor=request.user,
                token=form.cleaned_data["token"],
            )
        except MessageAlreadySent as exc:
            flash.warning(request, exc.message)
            return go_to(request, thread)
        except ServiceError as exc:
            form.add_api_error(exc.param, exc.message)
        else:
            flash.success(request, _("The message was added to the thread on the server."))
            return go_to(request, f"{thread.get_absolute_url()}#message-{message.position + 1}")
    return _page(request, thread, form, status=422)


def _with_rows(request, thread, form, verb):
    """A part, attachment or pair more or less; nothing is sent and nothing typed is lost."""
    values = {"messages": [form.values()]}
    edit = edit_rows(values, f"messages-0-{verb}")
    form = MessageCreateForm(initial=values["messages"][0])
    if edit:
        _focus(form, edit)
    return _page(request, thread, form, announcement=edit.announcement if edit else "")


def _focus(form, edit):
    formset = form.children[edit.section.rpartition("-")[2]]
    owner = formset if edit.row is None else formset.forms[edit.row]
    owner.focus = edit.control


def _page(request, thread, form, *, status=200, announcement=""):
    context = {"thread": thread, "form": form, "announcement": announcement}
    return render(request, "threadsui/message_create.html", context, status=status)
