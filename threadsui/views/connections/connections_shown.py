"""What is shown of a connection: its settings in words, its key by who and when, what its last test found."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.audit.presenting import look_of, sentence, templates_for
from threadsui.forms.connections.profiles import PROFILES
from threadsui.forms.connections.sandbox import FAULTS
from threadsui.queries.paging.related import people
from threadsui.services.calling.secrets import is_readable
from threadsui.services.connections.certificates import certificates_in
from threadsui.services.people.access_groups import group_names
from threadsui.words import listed, number

from .lifetimes import lifetime_notice

# What was looked at, by the name of the finding.
LOOKED_AT = {
    "reach": gettext_lazy("Reachable"),
    "tls": "TLS",
    "token": gettext_lazy("Token"),
    "auth": gettext_lazy("Key"),
    "offer": "Threads API",
    "list": gettext_lazy("List of threads"),
    "times": gettext_lazy("Times"),
    "errors": gettext_lazy("Errors"),
    "beta": "OpenAI-Beta",
    "write": gettext_lazy("Create and delete"),
    "metadata": gettext_lazy("Metadata"),
}
# The field in which a person mends what is bad.
MENDED_IN = {
    "reach": "base_url",
    "offer": "base_url",
    "tls": "ca_bundle",
    "token": "token_url",
    "auth": "secret",
    "beta": "beta_header",
}
STATES = {"good": ("check", "success"), "bad": ("x", "danger"), "note": ("info", "")}


def row_of(connection):
    """What a list shows of one."""
    return {
        "connection": connection,
        "address": address_of(connection),
        "key": key_of(connection),
        "test": test_of(connection),
        "notice": lifetime_notice(connection),
    }


def address_of(connection):
    return "" if connection.is_sandbox else urlsplit(connection.base_url).netloc


def key_of(connection):
    """`kind` ("none", "named", "stored", "unreadable"), and who set it when; `is_new` in the first minute."""
    if connection.is_sandbox:
        return {"kind": "none"}
    try:
        has_secret = bool(connection.secret)
    except ImproperlyConfigured:
        return {"kind": "unreadable"}
    at = connection.secret_set_at
    kind = "named" if connection.secret_reference else "stored" if has_secret else "none"
    return {
        "kind": kind,
        "reference": connection.secret_reference,
        "at": at,
        "is_new": at is not None and timezone.now() - at < timedelta(minutes=1),
        "by": connection.secret_set_by,
    }


def test_of(connection):
    """None while it was not tested as it is set now."""
    if not connection.tested_at:
        return None
    found = connection.test_result.get("findings", [])
    rows = [_finding(one) for one in found]
    return {
        "rows": rows,
        "problems": sum(one["state"] == "bad" for one in found),
        "wrote": connection.test_result.get("wrote"),
        "at": connection.tested_at,
        "by": connection.tested_by,
    }


def advice_of(connection):
    """{field: what the last test found there that has to be mended}."""
    found = connection.test_result.get("findings", []) if connection.tested_at else []
    bad = [one for one in found if one["state"] == "bad" and one["name"] in MENDED_IN]
    shown = {MENDED_IN[one["name"]]: _finding(one) for one in bad}
    return {
        field: _("The last test: %(finding)s")
        % {"finding": f"{one['text']} {one['remedy']}".strip()}
        for field, one in shown.items()
    }


def _finding(one):
    icon, tone = STATES.get(one["state"], STATES["note"])
    english, remedy = one["sentence"], one.get("remedy", "")
    return {
        "label": LOOKED_AT.get(one["name"], one["name"]),
        "text": _(english) % one["values"],
        "remedy": _(remedy) if remedy else "",
        "icon": icon,
        "tone": tone,
    }


def settings_of(connection):
    """(label, value, is a technical word) of what is set; what is not set is left out."""
    if connection.is_sandbox:
        return [*_timing(connection), _people(connection)]
    profile = PROFILES.get(connection.profile)
    rows = [
        (_("Kind of server"), profile.label if profile else "", False),
        (_("Base URL"), connection.base_url, True),
        (_("Key is sent as"), _style(connection), False),
        (_("Token URL"), connection.token_url, True),
        (_("Client id"), connection.client_id, True),
        (_("Scope"), connection.token_scope, True),
        ("OpenAI-Beta", connection.beta_header or _("not sent"), True),
        ("OpenAI-Organization", connection.organization, True),
        ("OpenAI-Project", connection.project, True),
        (_("Extra headers"), _header_names(connection), True),
        (_("Query"), "&".join("=".join(pair) for pair in connection.extra_query.items()), True),
        *_timing(connection),
        (_("CA bundle"), _certificates(connection), False),
        (_("Proxy"), connection.proxy, True),
        _people(connection),
    ]
    return [row for row in rows if row[1]]


def _people(connection):
    names = group_names(connection)
    return _("Who may use it"), listed(names) if names else _("Everybody"), False


def _timing(connection):
    rows = [
        (_("Connect timeout"), _seconds(connection.connect_timeout), False),
        (_("Answer timeout"), _seconds(connection.read_timeout), False),
        (_("Attempts"), connection.max_attempts, False),
    ]
    if connection.is_sandbox:
        fault = connection.sandbox_fault
        rows.insert(0, (_("Misbehaviour"), FAULTS.get(fault, fault), False))
    return rows


def _seconds(value):
    decimals = len(f"{value:g}".partition(".")[2])
    return _("%(number)s s") % {"number": number(value, decimals)}


def _style(connection):
    if connection.auth_style == connection.AuthStyle.HEADER:
        return connection.auth_header
    return connection.get_auth_style_display()


def _header_names(connection):
    if not is_readable(connection):
        return ""
    return ", ".join(connection.extra_headers)


def _certificates(connection):
    if not connection.ca_bundle:
        return ""
    return "; ".join(
        _("%(subject)s, until %(day)s") % {"subject": one.subject, "day": one.until.isoformat()}
        for one in certificates_in(connection.ca_bundle)
    )


def events_shown(events):
    """For the timeline, newest first."""
    events = list(events)
    who = people(event.actor_id for event in events)
    return [
        {
            "item": {"moment": event.created_at, "actor": who.get(event.actor_id or 0)},
            "event": event,
            "look": look_of(event),
            "sentence": sentence(event),
            "evidence": templates_for(event),
        }
        for event in events
    ]
