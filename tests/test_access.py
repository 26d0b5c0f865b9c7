"""Who may open what: every address of the console, for every role. An address that is not in the table fails."""

import ast
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests import factories
from threadsui import views
from threadsui.views.lists import PERMISSIONS
from threadsui.views.permissions import NEEDED

ROLES = ("viewer", "agent", "lead", "auditor", "admin")
SIGN_IN = 302  # to the sign-in page

EVERYBODY = (200,) * 5
CREATORS = (403, 200, 200, 403, 200)
CHANGERS_OF_ANY = (403, 403, 200, 403, 200)  # the thread in the table is somebody else's
TRIAGE = (403, 302, 302, 403, 302)  # the forms stand on the thread's page, where a GET leads
LEDGER = (403, 200, 200, 200, 200)
LEDGER_OF_OTHERS = (403, 404, 200, 200, 200)
REVEAL = (403, 403, 403, 200, 403)  # those who see text masked, and may ask for it
RECORDS = (403, 403, 200, 200, 200)
ADMINS = (403, 403, 403, 403, 200)
ADMINS_BACK = (403, 403, 403, 403, 302)  # the buttons stand on the connection's page
NOWHERE = (404,) * 5  # in demo and debug mode only: see views/test_styleguide.py
# Creators have some, but the one in the table is somebody else's.
ADMINS = (403, 403, 403, 403, 200)
OWN_ONLY = (403, 404, 404, 403, 404)
GONE_ELSEWHERE = (302,) * 5
NOT_THERE = (404, (404,) * 5)  # for pages that would have to send mail

# name: (anonymous, (viewer, agent, lead, auditor, admin)); asked with GET, unless it is in POSTED.
CONSOLE = {
    "overview": (SIGN_IN, EVERYBODY),
    "palette": (SIGN_IN, EVERYBODY),
    "keys": (SIGN_IN, EVERYBODY),
    "thread_list": (SIGN_IN, EVERYBODY),
    "thread_completion": (204, EVERYBODY),  # asked while one types: signing in can wait
    "search_help": (SIGN_IN, EVERYBODY),
    "thread_create": (SIGN_IN, CREATORS),
    "thread_preview": (204, CREATORS),  # asked while one types: signing in can wait
    "thread_import": (SIGN_IN, CREATORS),
    "thread_adopt": (SIGN_IN, CREATORS),
    "thread_adopt_list": (SIGN_IN, (403, 404, 404, 403, 404)),  # no connection is named
    "draft_list": (SIGN_IN, CREATORS),
    "draft_save": (403, (403,) * 5),  # the key of an opened composer opens it, a session does not
    "draft_discard": (SIGN_IN, OWN_ONLY),
    "preset_list": (SIGN_IN, CREATORS),
    "preset_create": (SIGN_IN, CREATORS),
    "preset_update": (SIGN_IN, OWN_ONLY),
    "preset_replace": (SIGN_IN, OWN_ONLY),
    "preset_apply": (SIGN_IN, OWN_ONLY),
    "preset_delete": (SIGN_IN, OWN_ONLY),
    "snippet_list": (SIGN_IN, CREATORS),
    "snippet_create": (SIGN_IN, CREATORS),
    "snippet_search": (204, CREATORS),  # asked while one types: signing in can wait
    "snippet_update": (SIGN_IN, OWN_ONLY),
    "snippet_delete": (SIGN_IN, OWN_ONLY),
    "thread_detail": (SIGN_IN, EVERYBODY),
    "thread_update": (SIGN_IN, CHANGERS_OF_ANY),
    "thread_reveal": (SIGN_IN, REVEAL),
    "thread_refresh": (SIGN_IN, (403, 403, 302, 403, 302)),
    "thread_check": (SIGN_IN, (403, 302, 302, 403, 302)),
    "thread_drift_take": (SIGN_IN, (403, 403, 302, 403, 302)),
    "thread_drift_revert": (SIGN_IN, (403, 403, 302, 403, 302)),
    "thread_hold": (SIGN_IN, RECORDS),
    "thread_release": (SIGN_IN, (403, 403, 302, 302, 302)),  # the one in the table is not held
    "thread_delete": (SIGN_IN, CHANGERS_OF_ANY),
    "message_create": (SIGN_IN, CHANGERS_OF_ANY),
    "thread_tag": (SIGN_IN, TRIAGE),
    "thread_untag": (SIGN_IN, TRIAGE),
    "thread_assign": (SIGN_IN, TRIAGE),
    "note_create": (SIGN_IN, TRIAGE),
    "note_update": (SIGN_IN, (403,) * 5),  # the note in the table is somebody else's
    "note_delete": (SIGN_IN, CHANGERS_OF_ANY),
    "mention_list": (SIGN_IN, EVERYBODY),
    "thread_people": (204, CREATORS),  # asked while one types: signing in can wait
    "mention_read": (SIGN_IN, GONE_ELSEWHERE),
    "thread_bulk": (SIGN_IN, (403, 422, 422, 403, 422)),  # nothing is ticked
    "thread_facets": (SIGN_IN, EVERYBODY),
    "metadata_rename": (SIGN_IN, (403, 403, 422, 403, 422)),  # what is renamed is not said
    "thread_export": (SIGN_IN, (403, 200, 200, 200, 200)),
    "operation_list": (SIGN_IN, EVERYBODY),
    "operation_detail": (SIGN_IN, (404, 404, 200, 200, 200)),  # somebody else's
    "saved_view_list": (SIGN_IN, EVERYBODY),
    "saved_view_create": (SIGN_IN, EVERYBODY),
    "operation_cancel": (SIGN_IN, (403, 404, 302, 403, 302)),  # somebody else's; 302 to its page
    "saved_view_update": (SIGN_IN, EVERYBODY),  # shared: its box "Open the list with it" is for all
    "saved_view_delete": (SIGN_IN, CHANGERS_OF_ANY),
    "list_display": (SIGN_IN, EVERYBODY),
    "submission_list": (SIGN_IN, LEDGER),
    "submission_export": (SIGN_IN, LEDGER),
    "submission_detail": (SIGN_IN, LEDGER_OF_OTHERS),
    "submission_candidates": (SIGN_IN, CHANGERS_OF_ANY),
    "submission_adopt": (SIGN_IN, CHANGERS_OF_ANY),
    "submission_resend": (SIGN_IN, CHANGERS_OF_ANY),
    "submission_dismiss": (SIGN_IN, CHANGERS_OF_ANY),
    "submission_reveal": (SIGN_IN, REVEAL),
    "call_reveal": (SIGN_IN, REVEAL),
    "call_list": (SIGN_IN, RECORDS),
    "call_export": (SIGN_IN, RECORDS),
    "call_detail": (SIGN_IN, RECORDS),
    "connection_list": (SIGN_IN, RECORDS),
    "connection_detail": (SIGN_IN, RECORDS),
    "connection_retention": (SIGN_IN, RECORDS),
    "connection_create": (SIGN_IN, ADMINS),
    "connection_update": (SIGN_IN, ADMINS),
    "connection_disable": (SIGN_IN, ADMINS),
    "connection_test": (SIGN_IN, ADMINS_BACK),
    "connection_enable": (SIGN_IN, ADMINS_BACK),
    "connection_default": (SIGN_IN, ADMINS_BACK),
    "audit_list": (SIGN_IN, RECORDS),
    "audit_export": (SIGN_IN, RECORDS),
    "audit_verify": (SIGN_IN, (403, 403, 302, 302, 302)),
    "audit_detail": (SIGN_IN, RECORDS),
    "group_list": (SIGN_IN, ADMINS),
    "group_create": (SIGN_IN, ADMINS),
    "group_update": (SIGN_IN, ADMINS),
    "group_delete": (SIGN_IN, ADMINS),
    "member_groups": (SIGN_IN, ADMINS),
    "tag_list": (SIGN_IN, CHANGERS_OF_ANY),
    "tag_update": (SIGN_IN, CHANGERS_OF_ANY),
    "tag_delete": (SIGN_IN, CHANGERS_OF_ANY),
    "member_list": (SIGN_IN, ADMINS),
    "member_invite": (SIGN_IN, ADMINS),
    "member_detail": (SIGN_IN, ADMINS),
    "member_update": (SIGN_IN, ADMINS),
    "member_deactivate": (SIGN_IN, ADMINS),
    "member_activate": (SIGN_IN, ADMINS),
    "member_link": (SIGN_IN, ADMINS),
    "member_link_withdraw": (SIGN_IN, ADMINS),
    "member_second_factor_reset": (SIGN_IN, ADMINS),
    "password_link": (200, EVERYBODY),  # the link opens it, a session does not
    "account": (SIGN_IN, EVERYBODY),
    "styleguide": (SIGN_IN, NOWHERE),
    "styleguide_records": (SIGN_IN, NOWHERE),
}
# Signing in and one's own account are everybody's; signing up answers that it is closed.
ACCOUNT = {
    "choose_language": (302, GONE_ELSEWHERE),  # back to where one was
    "account_login": (200, GONE_ELSEWHERE),
    "single_sign_on": NOT_THERE,  # these three only where a provider is set: see views/test_single_sign_on.py
    "single_sign_on_callback": NOT_THERE,
    "single_sign_on_confirm": (SIGN_IN, (404,) * 5),
    "account_logout": (SIGN_IN, EVERYBODY),
    "account_signup": (200, GONE_ELSEWHERE),
    "account_inactive": (200, EVERYBODY),
    "account_reauthenticate": (SIGN_IN, EVERYBODY),
    "by_mail": NOT_THERE,
    "account_email": NOT_THERE,
    "account_email_verification_sent": NOT_THERE,
    "account_confirm_email": NOT_THERE,
    "account_confirm_login_code": NOT_THERE,
    "account_change_password": (SIGN_IN, EVERYBODY),
    "account_set_password": NOT_THERE,
    "account_reset_password": NOT_THERE,
    "account_reset_password_done": NOT_THERE,
    "account_reset_password_from_key": NOT_THERE,
    "account_reset_password_from_key_done": NOT_THERE,
    "mfa_index": (SIGN_IN, GONE_ELSEWHERE),
    "mfa_list_webauthn": (SIGN_IN, GONE_ELSEWHERE),
    "mfa_authenticate": (SIGN_IN, GONE_ELSEWHERE),  # between the password and the session
    "mfa_reauthenticate": (SIGN_IN, GONE_ELSEWHERE),  # to the password: they have no other factor
    "mfa_reauthenticate_webauthn": (SIGN_IN, GONE_ELSEWHERE),
    "mfa_activate_totp": (SIGN_IN, GONE_ELSEWHERE),  # to confirm that it is they, as these three
    "mfa_add_webauthn": (SIGN_IN, GONE_ELSEWHERE),
    "mfa_generate_recovery_codes": (SIGN_IN, GONE_ELSEWHERE),
    "mfa_remove_webauthn": (SIGN_IN, GONE_ELSEWHERE),
    "mfa_deactivate_totp": (SIGN_IN, (404,) * 5),  # they have none
    "mfa_view_recovery_codes": (SIGN_IN, (404,) * 5),
    "mfa_download_recovery_codes": (SIGN_IN, (404,) * 5),
    "mfa_login_webauthn": (SIGN_IN, GONE_ELSEWHERE),
    "usersessions_list": (SIGN_IN, EVERYBODY),
}
MACHINES = {
    "healthz": (200, EVERYBODY),
    "readyz": (200, EVERYBODY),
    "sandbox:endpoint": (401, (401,) * 5),  # a bearer token opens it, a session does not
}
TABLE = {f"threadsui:{name}": row for name, row in CONSOLE.items()} | ACCOUNT | MACHINES
POSTED = {
    "choose_language",
    "threadsui:audit_verify",
    "threadsui:draft_save",
    "threadsui:preset_replace",
    "threadsui:thread_preview",
    "threadsui:thread_check",
    "threadsui:thread_drift_take",
    "threadsui:thread_drift_revert",
    "threadsui:thread_refresh",
}


def every_name(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_name(entry, inner)
        else:
            yield f"{namespace}{entry.name}"


NAMES = sorted(set(every_name()))


@pytest.fixture
def address(db):
    """Where a name leads: to records that belong to nobody in the table."""
    arguments = {
        "thread": lambda: [factories.thread().pk],
        "message": lambda: [factories.thread().pk],
        "draft": lambda: [factories.draft().pk],
        "preset": lambda: [factories.preset().pk],
        "snippet": lambda: [factories.snippet().pk],
        "note": lambda: [factories.note().pk],
        "note_create": lambda: [factories.thread().pk],
        "operation": lambda: [factories.operation().pk],
        "saved": lambda: [factories.saved_view(is_shared=True).pk],
        "submission": lambda: [factories.submission(state="unknown").pk],
        "call": lambda: [factories.call().pk],
        "audit": lambda: [factories.event().pk],
        "member": lambda: [factories.user().pk],
        "password": lambda: [factories.password_token()],
        "connection": lambda: [factories.connection().pk],
        "group": lambda: [factories.access_group().pk],
        "tag": lambda: [factories.tag().pk],
    }
    own = {
        "sandbox:endpoint": ["/threads/thread_1"],
        "threadsui:thread_bulk": ["tag"],
        "threadsui:saved_view_list": ["threads"],
        "threadsui:saved_view_create": ["threads"],
        "threadsui:list_display": ["threads"],
        "by_mail": ["email"],
        "account_confirm_email": ["no-such-key"],
        "account_reset_password_from_key": ["abc", "no-such-key"],
        "mfa_remove_webauthn": [1],
    }
    without = {"thread_export", "thread_completion", "search_help"}
    without |= {
        "thread_list",
        "thread_create",
        "thread_import",
        "thread_preview",
        "submission_list",
    }
    without |= {"thread_adopt", "thread_adopt_list", "operation_list"}
    without |= {"thread_facets", "metadata_rename", "submission_export", "call_export"}
    without |= {"draft_list", "draft_save"}
    without |= {"preset_list", "preset_create"}
    without |= {"snippet_list", "snippet_create", "snippet_search"}
    without |= {"mention_list", "mention_read", "group_list", "group_create", "tag_list"}
    without |= {"connection_list", "connection_create"}
    without |= {
        "call_list",
        "audit_list",
        "audit_export",
        "audit_verify",
        "overview",
        "palette",
        "keys",
    }
    without |= {"styleguide", "styleguide_records", "member_list", "member_invite", "account"}

    def find(name):
        _, _, short = name.rpartition(":")
        if name in own or not name.startswith("threadsui:") or short in without:
            return reverse(name, args=own.get(name))
        return reverse(name, args=(arguments.get(short) or arguments[short.partition("_")[0]])())

    return find


def test_every_address_is_in_the_table():
    assert set(NAMES) == set(TABLE)


@pytest.mark.parametrize("name", NAMES)
def test_address_answers_each_role_as_the_table_says(name, address):
    anonymous, by_role = TABLE[name]
    expected = {"anonymous": anonymous} | dict(zip(ROLES, by_role, strict=True))

    assert _answers(name, address) == expected


def _answers(name, address):
    clients = {"anonymous": Client()}
    for role in ROLES:
        clients[role] = Client()
        clients[role].force_login(factories.user(role))
    method = "post" if name in POSTED else "get"
    return {
        who: getattr(client, method)(address(name)).status_code for who, client in clients.items()
    }


# Every address with the number of a record: which record stands for one that is kept for a group. An address of a
# record that is not of a thread, a connection or a tag has nothing that could be kept: it says why.
OWNERS = "only its owner's"
SHARED = "whoever it is shared with: what it names that is kept for others is left out"
OF_ADMINS = "only for admins, who see everything"
FOREIGN = dict.fromkeys(
    [
        "thread_detail",
        "thread_update",
        "thread_refresh",
        "thread_check",
        "thread_drift_take",
        "thread_drift_revert",
        "thread_delete",
        "thread_reveal",
        "thread_hold",
        "thread_release",
        "message_create",
        "thread_tag",
        "thread_untag",
        "thread_assign",
        "note_create",
        "thread_people",
    ],
    "thread",
)
FOREIGN |= dict.fromkeys(["note_update", "note_delete"], "note")
FOREIGN |= dict.fromkeys(["operation_detail", "operation_cancel"], "operation")
FOREIGN |= dict.fromkeys(["saved_view_update", "saved_view_delete"], "view")
FOREIGN |= dict.fromkeys(
    [
        "submission_detail",
        "submission_reveal",
        "submission_candidates",
        "submission_adopt",
        "submission_resend",
        "submission_dismiss",
    ],
    "submission",
)
FOREIGN |= dict.fromkeys(["call_detail", "call_reveal"], "call")
FOREIGN |= dict.fromkeys(
    [
        "connection_detail",
        "connection_update",
        "connection_test",
        "connection_disable",
        "connection_enable",
        "connection_default",
        "connection_retention",
    ],
    "connection",
)
FOREIGN |= {"audit_detail": "event", "tag_update": "tag", "tag_delete": "tag"}
FOREIGN |= {"draft_discard": OWNERS}
FOREIGN |= dict.fromkeys(
    [
        "preset_update",
        "preset_replace",
        "preset_apply",
        "preset_delete",
        "snippet_update",
        "snippet_delete",
    ],
    SHARED,
)
FOREIGN |= dict.fromkeys(
    [
        "group_update",
        "group_delete",
        "member_groups",
        "member_detail",
        "member_update",
        "member_deactivate",
        "member_activate",
        "member_link",
        "member_link_withdraw",
        "member_second_factor_reset",
    ],
    OF_ADMINS,
)
NOWHERE_NUMBER = 2_000_000_000
KEPT = sorted(name for name, record in FOREIGN.items() if record not in {OWNERS, SHARED, OF_ADMINS})


def numbered_names():
    for entry in get_resolver("threadsui.urls").url_patterns:
        if "pk" in entry.pattern.converters:
            yield entry.name


def kept_for(group, *, by):
    """A record of each kind that only `group`, and who sees everything, can see: `by` its connection, or its tag."""
    connection = factories.connection(f"kept-{by}")
    connection.groups.add(group)
    of = {"connection": connection} if by == "connection" else {}
    thread = factories.thread(**of)
    tag = factories.tag(f"kept-by-{by}", thread, groups=[group])
    unknown = factories.submission(state="unknown", **of)
    made = factories.submission(thread=thread, connection=thread.connection)
    name = f"connection={connection.slug}" if by == "connection" else f"q=-tag:{tag.name}"
    return {
        "thread": thread,
        "note": factories.note(of=thread),
        "operation": factories.operation(),
        "view": factories.saved_view(is_shared=True, query=name),
        "submission": unknown if by == "connection" else made,
        "call": factories.call(thread=thread, connection=thread.connection),
        "connection": connection,
        "event": factories.event(target=thread),
        "tag": tag,
    }


def test_every_address_of_a_record_says_what_becomes_of_one_that_is_kept_for_others():
    assert set(numbered_names()) == set(FOREIGN)


@pytest.mark.parametrize("by", ["connection", "tag"])
def test_record_kept_for_others_answers_each_role_as_one_that_there_is_not(by, db):
    group = factories.access_group("Legal")
    kept = kept_for(group, by=by)
    outside = {role: _client(factories.user(role)) for role in ROLES}
    inside = {role: _client(factories.user(role), group) for role in ROLES}
    foreign, nowhere, own = {}, {}, {}
    for name in KEPT:
        number = kept[FOREIGN[name]].pk
        if f"threadsui:{name}" not in POSTED:
            own[name] = {role: _get(name, inside[role], number) for role in ROLES}
        foreign[name] = {role: _statuses(name, outside[role], number) for role in LIMITED}
        nowhere[name] = {role: _statuses(name, outside[role], NOWHERE_NUMBER) for role in LIMITED}
    sys.stdout.write("\n".join(["", f"kept by {by}: in the group / not", *_lines(own, foreign)]))

    assert foreign == nowhere
    answers = {one for row in foreign.values() for told in row.values() for one in told}
    assert answers == {403, 404, 405}  # 405: of what is only looked at
    if by == "connection":  # the thread by its tag has a submission of another kind
        assert own == {name: dict(zip(ROLES, CONSOLE[name][1], strict=True)) for name in own}


LIMITED = ("viewer", "agent", "lead")  # auditors and admins see everything


def _client(person, group=None):
    if group:
        group.members.add(person)
    client = Client()
    client.force_login(person)
    return client


def _get(name, client, number):
    return client.get(reverse(f"threadsui:{name}", args=[number])).status_code


def _statuses(name, client, number):
    """What a GET and a POST answer, for which nothing was filled in."""
    posted = client.post(reverse(f"threadsui:{name}", args=[number]))
    return _get(name, client, number), posted.status_code


def _lines(own, foreign):
    for name, row in foreign.items():
        told = dict(zip(ROLES, CONSOLE[name][1], strict=True)) | own.get(name, {})
        cells = (f"{role} {told[role]}/{row.get(role, (told[role],))[-1]}" for role in ROLES)
        yield f"{name:24}" + "  ".join(cells)


def asked_permissions():
    """Those that a view asks for by name, and whose lack ends in the 403 page."""
    for path in Path(views.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if asks and node.func.id in {"requires", "check", "needed_role"}:
                yield from (one.value for one in node.args if isinstance(one, ast.Constant))


def test_every_permission_that_a_view_asks_for_has_a_sentence_for_who_lacks_it():
    asked = {*asked_permissions(), *PERMISSIONS.values()}

    assert len(asked) > 10
    assert asked - NEEDED.keys() == set()
