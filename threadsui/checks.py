"""What `manage.py check --deploy` says beyond Django's own checks."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.db import DatabaseError, connection

from .audit.seals import is_genuine_head
from .models import AuditHead, Connection
from .services.calling.secrets import is_readable


@checks.register(checks.Tags.security, deploy=True)
def demo_mode_is_off(app_configs, **kwargs):
    if not settings.DEMO:
        return []
    return [
        checks.Error(
            "Demo mode is on: everybody knows its passwords, and its cookies travel without TLS.",
            hint="Unset DEMO.",
            id="threadsui.E001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def https_has_a_way_in(app_configs, **kwargs):
    if not settings.SECURE_SSL_REDIRECT or settings.TRUSTED_PROXIES:
        return []
    return [
        checks.Warning(
            "Every page asks for HTTPS, but no proxy is named whose X-Forwarded-Proto would be believed: "
            "behind one, pages redirect to themselves, and everybody seems to have its address.",
            hint="Set TRUSTED_PROXIES to the address of the proxy, as the console sees it.",
            id="threadsui.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def host_names_are_named(app_configs, **kwargs):
    """Links by which people choose a password are made with the host that was asked for."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        checks.Error(
            "ALLOWED_HOSTS holds *: whoever sends a made-up host gets links that lead there.",
            hint="Name the hosts that the console answers to.",
            id="threadsui.E006",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def secrets_can_be_read(app_configs, **kwargs):
    """Asks the database, as the next one does, which also tells when it cannot be asked."""
    try:
        if Connection._meta.db_table not in connection.introspection.table_names():
            return []
        found = list(Connection.objects.order_by("slug"))
    except DatabaseError:
        return []
    unreadable = [one.slug for one in found if not is_readable(one)]
    if not unreadable:
        return []
    return [
        checks.Error(
            f"ENCRYPTION_KEYS do not fit the secrets of these connections: {', '.join(unreadable)}.",
            hint="Add the key they were saved with, or give the secrets again with save_connection.",
            id="threadsui.E004",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def audit_key_fits(app_configs, **kwargs):
    """The key that the last event was sealed with must be among those given, or nothing can be verified."""
    try:
        if AuditHead._meta.db_table not in connection.introspection.table_names():
            return []
        head = AuditHead.objects.first()
    except DatabaseError:
        return []
    if head and is_genuine_head(head):
        return []
    return [
        checks.Error(
            "AUDIT_KEY does not fit the audit chain: its end was sealed with another key, or was changed.",
            hint="Give the key that the chain was sealed with, after the new one, and run audit_verify.",
            id="threadsui.E005",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def no_demo_user_exists(app_configs, **kwargs):
    """Asks the database, which `check` does only for a deployment. No table yet means no demo user yet."""
    people = get_user_model().objects
    try:
        if people.model._meta.db_table not in connection.introspection.table_names():
            return []
        usernames = list(people.filter(is_demo=True).values_list("username", flat=True))
    except DatabaseError as exc:
        return [
            checks.Error(
                f"The database could not be asked for demo users: {exc}",
                hint="Check DATABASE_URL, and run manage.py migrate.",
                id="threadsui.E002",
            )
        ]
    if not usernames:
        return []
    return [
        checks.Error(
            f"Demo users exist, and everybody knows their password: {', '.join(sorted(usernames))}.",
            hint="Start with an empty database, or give these people a password and clear is_demo.",
            id="threadsui.E003",
        )
    ]
