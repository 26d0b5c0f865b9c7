"""What an admin does with a connection besides changing its settings."""

from django.contrib import messages as flash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.services.connections.probes import probe_connection
from threadsui.services.connections.saving import save_connection
from threadsui.services.errors import ServiceError

from ..permissions import confirms_identity, requires
from .connections import connection_or_404

METHODS = ["GET", "HEAD", "POST"]  # a GET leads to the connection's page, where the buttons are


@require_http_methods(METHODS)
@requires("threadsui.change_connection")
@confirms_identity
def connection_test(request, pk):
    connection = connection_or_404(pk)
    if request.method == "POST":
        try:
            found = probe_connection(
                connection=connection, actor=request.user, write=request.POST.get("write") == "yes"
            )
        except ServiceError as exc:
            flash.error(request, exc.message)
        else:
            if any(one["state"] == "bad" for one in found):
                flash.warning(request, _("The test found a problem."))
            else:
                flash.success(request, _("The test passed."))
    return redirect(connection)


@require_http_methods(METHODS)
@requires("threadsui.change_connection")
@confirms_identity
def connection_disable(request, pk):
    connection = connection_or_404(pk)
    if request.method != "POST":
        return render(request, "threadsui/connection_disable.html", {"connection": connection})
    return _switch(request, connection, _("The connection was disabled."), is_active=False)


@require_http_methods(METHODS)
@requires("threadsui.change_connection")
@confirms_identity
def connection_enable(request, pk):
    connection = connection_or_404(pk)
    if request.method != "POST":
        return redirect(connection)
    return _switch(request, connection, _("The connection was enabled."), is_active=True)


@require_http_methods(METHODS)
@requires("threadsui.change_connection")
@confirms_identity
def connection_default(request, pk):
    connection = connection_or_404(pk)
    if request.method != "POST":
        return redirect(connection)
    return _switch(request, connection, _("This is the default connection now."), is_default=True)


def _switch(request, connection, done, **field):
    try:
        save_connection(actor=request.user, slug=connection.slug, **field)
    except ServiceError as exc:
        flash.error(request, exc.message)
    else:
        flash.success(request, done)
    return redirect(connection)
