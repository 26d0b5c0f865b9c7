"""Connections: listed, shown, added and changed. Leads and auditors read; admins do the rest."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.forms.connections.profiles import PROFILES
from threadsui.forms.connections.sandbox import SandboxForm
from threadsui.forms.connections.server import ConnectionForm
from threadsui.queries import connections as queries
from threadsui.queries.people.access_groups import group_choices
from threadsui.services.calling.clients import sandbox_faults
from threadsui.services.connections import saving as services
from threadsui.services.connections.told import version_of
from threadsui.services.errors import ServiceError

from ..permissions import confirms_identity, requires
from .connections_shown import advice_of, events_shown, key_of, row_of, settings_of, test_of
from .lifetimes import lifetime_notice
from .retention_shown import retention_shown

SECRETS = ("secret", "extra_headers")


@require_safe
@requires("threadsui.view_connection")
def connection_list(request):
    rows = [row_of(connection) for connection in queries.connections_for_list()]
    return render(request, "threadsui/connection_list.html", {"rows": rows})


@require_safe
@requires("threadsui.view_connection")
def connection_detail(request, pk):
    connection = connection_or_404(pk)
    context = {
        "connection": connection,
        "key": key_of(connection),
        "test": test_of(connection),
        "settings": settings_of(connection),
        "notice": lifetime_notice(connection),
        "events": events_shown(queries.events_of(connection)),
        "retention": retention_shown(connection),
    }
    return render(request, "threadsui/connection_detail.html", context)


@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_connection")
@confirms_identity
def connection_create(request):
    """First the kind of server, then the form that it begins with."""
    profile = PROFILES.get(request.POST.get("profile") or request.GET.get("profile", ""))
    if request.method != "POST" and profile is None:
        return render(request, "threadsui/connection_create.html", {"profiles": PROFILES.values()})
    initial = {"profile": profile.key, **profile.initial} if profile else {}
    posted = request.POST if request.method == "POST" else None
    form = ConnectionForm(posted, initial=initial, groups=group_choices())
    if request.method == "POST" and form.is_valid():
        made = _saved(form, services.add_connection, actor=request.user)
        if made:
            flash.success(request, _("The connection was added. Test it now."))
            return redirect(made)
    return _draw(request, form, profile=profile)


@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.change_connection")
@confirms_identity
def connection_update(request, pk):
    connection = connection_or_404(pk)
    form = _form_of(connection, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = {"slug": connection.slug, "version": request.POST.get("version")}
        if _saved(form, services.save_connection, actor=request.user, **facts):
            flash.success(request, _("The connection was changed."))
            return redirect(connection)
    context = {"key": key_of(connection), "version": version_of(connection)}
    return _draw(request, form, connection=connection, **context)


def connection_or_404(pk):
    connection = queries.connection_for_page(pk)
    if connection is None:
        raise Http404
    return connection


def _form_of(connection, data):
    if connection.is_sandbox:
        initial = SandboxForm.initial_of(connection)
        faults = sandbox_faults()
        return SandboxForm(data, initial=initial, faults=faults, groups=group_choices())
    initial = ConnectionForm.initial_of(connection)
    form = ConnectionForm(data, initial=initial, connection=connection, groups=group_choices())
    return form.advise(advice_of(connection))


def _saved(form, save, **facts):
    """The connection; None when the service refuses, with the sentence at its field."""
    try:
        return save(**facts, **form.changes())
    except ServiceError as exc:
        form.add_error(exc.param if exc.param in form.fields else None, exc.message)
        return None


def _draw(request, form, **context):
    status = 422 if form.errors else 200
    if form.errors:
        form.without_secrets()
    template = "threadsui/connection_form.html"
    return render(request, template, {"form": form, **context}, status=status)
