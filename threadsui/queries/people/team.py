"""The team: its people with what their rows show, and the events by and about one of them."""

from operator import attrgetter

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from threadsui.models import AuditEvent, User

LISTED_MAX = 200
EVENTS_SHOWN = 20
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes are none


def members(*, text: str = "") -> QuerySet[User]:
    """The people whose names or addresses have `text` in them, those who may sign in first; one more than is listed."""
    found = _people()
    if text:
        matches = Q()
        for name in ("username", "first_name", "last_name", "email"):
            matches |= Q(**{f"{name}__icontains": text})
        found = found.filter(matches)
    return found.order_by("-is_active", "first_name", "last_name", "username")[: LISTED_MAX + 1]


def member(pk: int) -> User | None:
    """One person, with `has_second_factor`, `has_single_sign_on`, `password_link` and the groups."""
    return _people().filter(pk=pk).first()


def events_of(user: User) -> list[AuditEvent]:
    """The newest by and about a person."""
    by = AuditEvent.visible.filter(actor_name=user.username, actor_id=user.pk)
    found = {
        event.pk: event
        for events in (by, AuditEvent.visible.about(user))
        for event in events.order_by("-created_at", "-pk")[:EVENTS_SHOWN]
    }
    newest = sorted(found.values(), key=attrgetter("created_at", "pk"), reverse=True)
    return newest[:EVENTS_SHOWN]


def second_factors_of(user: User) -> list[Authenticator]:
    """All that a person has set up, recovery codes included, the oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def signs_in_through_provider(user: User) -> bool:
    """Whether the provider that is set knows this person."""
    provider = settings.SINGLE_SIGN_ON
    if provider is None:
        return False
    return SocialAccount.objects.filter(user_id=user.pk, provider=provider.issuer).exists()


def _people() -> QuerySet[User]:
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_FACTORS)
    accounts = SocialAccount.objects.filter(user_id=OuterRef("pk"))
    people = User.objects.annotate(has_second_factor=Exists(factors), has_account=Exists(accounts))
    return people.select_related("password_link").prefetch_related("groups")
