"""The audit history: the list, and one event as a page or in the list's drawer."""

from django.contrib import messages as flash
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from threadsui.audit import presenting
from threadsui.models import AuditEvent, ListName
from threadsui.queries.history.audit import calls_in_action, events_for_list
from threadsui.queries.paging import related
from threadsui.tasks import ask_for_verification
from threadsui.words import number

from ..lists.listing import List, render_list
from ..lists.rows import Cells
from ..lists.search_box import box_context, searched
from ..pages import go_to, render_page, wants_piece
from ..permissions import requires
from .audit_proof import proof_shown

EVENTS = List(
    ListName.AUDIT,
    "audit_list.html",
    "audit-table",
    "created_at",
    ngettext_lazy("%(count)s event", "%(count)s events", "number"),
)


@require_safe
@requires("threadsui.view_auditevent")
def audit_list(request):
    form, sent, answer = searched(request, ListName.AUDIT)
    if answer:
        return answer
    proof = {} if wants_piece(request) else {"proof": proof_shown()}
    return render_list(
        request,
        EVENTS,
        form,
        query=lambda: events_for_list(form.conditions),
        present=lambda events: list(event_rows(events)),
        context=box_context(request, form, sent) | proof,
    )


@require_POST
@requires("threadsui.view_auditevent")
def audit_verify(request):
    ask_for_verification()
    flash.info(request, _("The history is being verified. What is found is shown here."))
    return go_to(request, "threadsui:audit_list")


@require_safe
@requires("threadsui.view_auditevent")
def audit_detail(request, pk):
    event = get_object_or_404(AuditEvent.visible, pk=pk)
    actor = related.people([event.actor_id]).get(event.actor_id)
    context = {
        "event": event,
        "actor": actor,
        "look": presenting.look_of(event),
        "sentence": presenting.sentence(event),
        "title": capitalised(presenting.sentence(event)),
        "evidence": presenting.templates_for(event),
        "target_kind": presenting.target_kind(event),
        "target_label": presenting.target_label(event, related.titles([event]).get(event.pk, "")),
        "target_href": presenting.target_address(event, request.user),
        "calls": calls_in_action(event) if request.user.has_perm("threadsui.view_apicall") else [],
    }
    return render_page(request, "audit_detail.html", context, pieces={"drawer": "drawer"})


def event_rows(events):
    people = related.people(event.actor_id for event in events)
    titles = related.titles(events)
    cells = Cells()
    base = reverse("threadsui:audit_list")
    for event in events:
        actor = people.get(event.actor_id)
        yield {
            "href": f"{base}{event.pk}/",
            "number": number(event.pk),
            "when": cells.moment(event.created_at, _style(event.created_at)),
            "person": cells.person(actor) if actor else cells.name(_name(event)),
            "what": capitalised(presenting.sentence(event)),
            "target": presenting.target_label(event, titles.get(event.pk, "")),
            "target_kind": presenting.target_kind(event),
            "address": event.address,
            "pill": cells.pill(presenting.look_of(event).state),
        }


def _style(moment):
    """To the second, with the year instead once it is another one."""
    return "stamp" if moment.year == timezone.now().year else "minute"


def capitalised(sentence):
    return sentence[:1].upper() + sentence[1:]


def _name(event):
    return "" if event.actor_name == "system" else event.actor_name
