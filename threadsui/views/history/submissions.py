"""The ledger of creates: the list, one entry with its outcome, and a person's word on an unknown one."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from threadsui.models import ListName, Submission
from threadsui.queries.history import submissions as queries
from threadsui.queries.threads.timeline import count_of
from threadsui.search import Term, Value
from threadsui.services.calling.remote_lists import lists_threads
from threadsui.services.creating.submissions import settle_overdue_submissions

from ..lists.listing import List, render_list
from ..lists.rows import submission_rows
from ..lists.search_box import box_context, searched
from ..pages import go_to, render_page
from ..permissions import requires
from ..threads.timeline_shown import timeline_context

SUBMISSIONS = List(
    ListName.SUBMISSIONS,
    "submission_list.html",
    "submission-table",
    "created_at",
    ngettext_lazy("%(count)s submission", "%(count)s submissions", "number"),
)
State = Submission.State
OPEN = Term("is", (Value("open"),))
PIECES = {"sending": "sending", "submission-timeline": "timeline"}
TIMELINE_SIZE = 50  # of each kind


@require_safe
@requires("threadsui.view_submission")
def submission_list(request):
    form, sent, answer = searched(request, ListName.SUBMISSIONS)
    if answer:
        return answer
    settle_overdue_submissions()
    return render_list(
        request,
        SUBMISSIONS,
        form,
        query=lambda: queries.submissions_for_list(form.conditions, reader=request.user),
        present=lambda submissions: list(submission_rows(submissions)),
        context=box_context(request, form, sent),
        tabs=_tabs(request, form.search),
    )


@require_safe
@requires("threadsui.view_submission")
def submission_detail(request, pk):
    settle_overdue_submissions()
    submission = submission_or_404(request.user, pk)
    if request.GET.get("follow") and submission.state != State.SENDING:
        return go_to(request, _where_it_led(request.user, submission))
    attempts = queries.attempts_of(submission)
    context = {
        "submission": submission,
        "timeline_count": count_of(submission.thread, submission),
        "children": queries.children_of(submission),
        "is_followed": bool(request.GET.get("follow")),
        "can_resolve": submission.is_open_unknown
        and request.user.has_perm("threadsui.resolve_submission"),
        "can_reuse": _can_reuse(request.user, submission),
        "suggested_id": queries.suggested_remote_id(attempts),
        "can_look": submission.is_open_unknown
        and lists_threads(submission.connection) is not False
        and not submission.text_removed_at,
    }
    context |= timeline_context(
        request,
        submission.thread,
        submission,
        base=submission.get_absolute_url(),
        target="submission-timeline",
        size=TIMELINE_SIZE,
    )
    return render_page(request, "submission_detail.html", context, pieces=PIECES)


def submission_or_404(user, pk):
    submission = queries.submission_for_page(pk, reader=user)
    if submission is None:
        raise Http404
    return submission


def _where_it_led(user, submission):
    """Where the person who pressed Create wants to be now: the thread, the form filled in again, or here."""
    if submission.thread:
        return submission.thread
    if _can_reuse(user, submission):
        return f"{reverse('threadsui:thread_create')}?submission={submission.pk}"
    return submission


def _can_reuse(user, submission):
    """Nothing was created by it, so what was written may be put into the form again."""
    ended = submission.state in (State.REFUSED, State.NOT_SENT) and not submission.text_removed_at
    may = submission.actor_id == user.pk and user.has_perm("threadsui.add_thread")
    return ended and may and not submission.is_masked


def _tabs(request, search):
    base = reverse("threadsui:submission_list")
    count = queries.open_unknown_count(request.user)
    for term, label, counted in (
        (OPEN, _("Unknown outcomes"), {"count": count}),
        (Term("state", (Value(State.REFUSED),)), _("Refused"), {}),
        (Term("state", (Value(State.NOT_SENT),)), _("Not sent"), {}),
    ):
        yield {
            "label": label,
            "href": f"{base}?{urlencode({'q': str(term)})}",
            "is_current": term in search.terms,
            **counted,
        }
