"""Answers for load balancers, supervisors and monitors: words that every stranger may read."""

import functools
import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from threadsui.queries.worker import is_worker_late

ROOM = 64 * 1024 * 1024  # bytes of disk: less than two of the largest forms


@login_not_required
@require_safe
def healthz(request):
    """The process answers. No database is asked: a restart would not bring one back."""
    return _said("ok", 200)


@login_not_required
def not_there(request, *args):
    """For an address that a library brings along and the console does not offer."""
    raise Http404


def server_error(request):
    """What a person sees of an error in the console: no more of the request than the id that is with it in the log."""
    page = get_template("500.html").render({"request_id": getattr(request, "id", "")})
    return HttpResponseServerError(page)


@login_not_required
@require_safe
def readyz(request):
    """503 while pages would fail. A late worker is told with 200: the pages are there all the same."""
    try:
        if not all(map(_is_migrated, connections)):
            return _said("migrations missing", 503)
        if shutil.disk_usage(settings.DATA_DIR).free < ROOM:
            return _said("disk full", 503)
        return _said("ok, but the worker is late" if is_worker_late() else "ok", 200)
    except (DatabaseError, OSError):
        return _said("database unavailable", 503)


def _said(words, status):
    answer = HttpResponse(f"{words}\n", content_type="text/plain", status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_migrated(alias):
    """One query. Migrations that this code does not know are those of a newer one, on its way in."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        return _migrations() <= set(cursor.fetchall())


@functools.cache
def _migrations():
    """Of this code: read from its files once. Every database records all, also those that another one carries out."""
    return set(MigrationLoader(None).disk_migrations)
