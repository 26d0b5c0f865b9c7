"""The team, for admins: listed, invited, shown, changed. What is done to one person by a button is in team_actions."""

from django.conf import settings
from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.audit import presenting
from threadsui.forms.people.team import InviteForm, MemberForm
from threadsui.models import User
from threadsui.queries.paging import related
from threadsui.queries.people import team as queries
from threadsui.services.errors import ServiceError
from threadsui.services.people import members as services

from ..permissions import confirms_identity, requires
from ..searching import search_text
from . import closed_ways
from .password_links import keep_link, take_link


@require_safe
@requires("threadsui.view_user")
def member_list(request):
    text = search_text(request)
    rows = list(queries.members(text=text))
    context = {"members": rows[: queries.LISTED_MAX], "text": text}
    context["has_more"] = len(rows) > queries.LISTED_MAX
    return render(request, "threadsui/member_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_user", "threadsui.add_user")
@closed_ways.of_admins
@confirms_identity
def member_invite(request):
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member, token = services.invite_user(actor=request.user, **_values(form))
        except ServiceError as exc:
            form.add_error(exc.param or None, exc.message)
        else:
            flash.success(request, _("%(name)s was invited.") % {"name": member.display_name})
            return keep_link(redirect("threadsui:member_detail", member.pk), member, token)
    status = 422 if form.errors else 200
    return render(request, "threadsui/member_invite.html", {"form": form}, status=status)


@require_safe
@never_cache
@requires("threadsui.view_user")
def member_detail(request, pk):
    member = member_or_404(pk)
    found = queries.events_of(member)
    context = {
        "member": member,
        "is_self": member.pk == request.user.pk,
        "link": getattr(member, "password_link", None),
        "events": list(event_lines(found, member=member, reader=request.user)),
        "events_by": _audit_list(actor=member.username),
        "events_about": _audit_list(target_type="threadsui.user", target_id=member.pk),
    }
    address = take_link(request, member)
    context["new_link"] = address
    response = render(request, "threadsui/member_detail.html", context)
    if address:
        keep_link(response, member, "")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_user", "threadsui.change_user")
@confirms_identity
def member_update(request, pk):
    member = member_or_404(pk)
    is_self = member.pk == request.user.pk
    roles = services.role_names(member)
    initial = {"name": member.get_full_name(), "email": member.email, "role": roles}
    posted = request.POST if request.method == "POST" else None
    form = MemberForm(posted, initial=initial, has_roles=not is_self)
    version = services.version_of(member)
    if request.method == "POST" and form.is_valid():
        values = {"roles": roles} | _values(form)
        seen = request.POST.get("version")
        try:
            services.update_member(actor=request.user, member=member, version=seen, **values)
        except ServiceError as exc:
            form.add_error(exc.param if exc.param in form.fields else None, exc.message)
        else:
            flash.success(request, _("The person was changed."))
            return redirect("threadsui:member_detail", pk)
    context = {"form": form, "member": member, "version": version, "is_self": is_self}
    context["provider_sets_roles"] = bool(settings.SINGLE_SIGN_ON and settings.SINGLE_SIGN_ON.roles)
    status = 422 if form.errors else 200
    return render(request, "threadsui/member_update.html", context, status=status)


def member_or_404(pk):
    member = queries.member(pk)
    if member is None:
        raise Http404
    return member


def event_lines(events, *, member, reader):
    """For each event what its line on the page of `member` shows to `reader`."""
    of = (User._meta.label_lower, str(member.pk))
    actors = related.people(event.actor_id for event in events)
    for event in events:
        actor = actors.get(event.actor_id)
        target = (event.target_type, event.target_id)
        yield {
            "event": event,
            "look": presenting.look_of(event),
            "actor": actor.display_name if actor else event.actor_name,
            "sentence": presenting.sentence(event),
            "target": presenting.target_label(event) if target != of else "",
            "target_href": presenting.target_address(event, reader),
        }


def _values(form):
    """The form's values, by the service's names."""
    values = dict(form.cleaned_data)
    if "role" in values:
        values["roles"] = values.pop("role")
    return values


def _audit_list(**filters):
    return f"{reverse('threadsui:audit_list')}?{urlencode(filters)}"
