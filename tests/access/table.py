"""Who may open what: every address of the console, for every role."""

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
NOWHERE = (404,) * 5  # in demo and debug mode only: see views/site/test_styleguide.py
OWN_ONLY = (403, 404, 404, 403, 404)  # creators have some; the one in the table is somebody else's
GONE_ELSEWHERE = (302,) * 5
NOT_THERE = (404, (404,) * 5)  # for pages that would have to send mail

# name: (anonymous, (viewer, agent, lead, auditor, admin)); asked with GET, unless it is in POSTED.
CONSOLE = {
    "overview": (SIGN_IN, EVERYBODY),
    "palette": (SIGN_IN, EVERYBODY),
    "keys": (SIGN_IN, EVERYBODY),
    "thread_list": (SIGN_IN, EVERYBODY),
    "search_completion": (204, EVERYBODY),  # asked while one types: signing in can wait
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
    "single_sign_on": NOT_THERE,  # these three only where a provider is set: see views/people/single_sign_on/
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
