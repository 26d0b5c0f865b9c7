"""A page, or a piece of it: the only place that looks at htmx's headers."""

from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

VARY = ["HX-Request", "HX-Target", "HX-Trigger", "HX-Boosted", "HX-History-Restore-Request"]


def wants_piece(request, target=None):
    """True when htmx asked for a part (the one with id `target`, if given), not a boosted or restored whole."""
    htmx = request.htmx
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return False
    return target is None or htmx.target == target


def was_sent_by(request, element):
    """True when htmx asked because of the element with this id: a form that was sent or typed in, not a link in it."""
    return wants_piece(request) and request.htmx.trigger == element


def render_page(request, template, context, *, pieces=None, status=200):
    """Render `template`, or the partial that `pieces` names for the element htmx wants to fill.

    `pieces` maps an element's id to the name of the `partialdef` inside `template`, or to a template of its own.
    """
    name = template
    if wants_piece(request):
        piece = (pieces or {}).get(request.htmx.target)
        if piece:
            name = piece if piece.endswith(".html") else f"{template}#{piece}"
    response = render(request, f"threadsui/{name}", context, status=status)
    patch_vary_headers(response, VARY)
    return response


def go_to(request, target):
    """Send the browser to another page, whole, whether htmx or the browser itself asked."""
    response = redirect(target)
    return HttpResponseClientRedirect(response.url) if wants_piece(request) else response
