"""Retention rules: how long a connection's texts are kept, and carrying that out."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, RetentionRule, User
from threadsui.models.retention import RETENTION_DAYS_MAX
from threadsui.words import number

from ..errors import ChangedMeanwhile, ServiceError
from ..persistence import write_surely
from ..reasons import checked_reason
from .text_removal import (
    Due,
    Removed,
    remove_loose_texts,
    remove_submission_texts,
    remove_thread_texts,
)

logger = logging.getLogger(__name__)

TRY_AGAIN = timedelta(minutes=15)  # after an error
EVERY = timedelta(days=1)  # so often a rule is carried out, and so long after it was saved at first
STEPS: tuple[Callable[[Due], Removed], ...] = (
    remove_thread_texts,
    remove_submission_texts,
    remove_loose_texts,
)


def set_retention_rule(
    *, connection: Connection, days: int | None, seen: int | None, actor: User, reason: str
) -> RetentionRule | None:
    """Keep the texts of the connection's threads for so many days, or with None for ever. Removes nothing itself.

    The first run comes a day later, so that what was set by mistake can be taken back. `seen` is the rule that the
    person changes. Raises ServiceError (param `days`, `reason`) for what cannot be, and ChangedMeanwhile when the rule
    is another by now, with nothing changed. The same rule once more writes nothing.
    """
    reason = checked_reason(reason)
    if days is not None and not 1 <= days <= RETENTION_DAYS_MAX:
        said = _("Give a number of days from 1 to %(max)s. Nothing was changed.")
        raise ServiceError(said % {"max": number(RETENTION_DAYS_MAX)}, param="days")
    with transaction.atomic():
        Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        rule = RetentionRule.objects.select_for_update().filter(connection=connection).first()
        before = rule.days if rule else None
        if before != seen:
            raise ChangedMeanwhile(
                _("Somebody else changed this rule meanwhile. Nothing was changed. Look again.")
            )
        if before == days:
            return rule
        changed = _write(rule, connection, days, actor)
        record(
            AuditEvent.Action.CONNECTION_RETENTION_CHANGED,
            actor=actor,
            target=connection,
            changes={"days": {"old": before, "new": days}},
            reason=reason,
        )
    return changed


def _write(
    rule: RetentionRule | None, connection: Connection, days: int | None, actor: User
) -> RetentionRule | None:
    if days is None:
        if rule is not None:
            rule.delete()
        return None
    rule = rule or RetentionRule(connection=connection)
    rule.days, rule.saved_by, rule.saved_at, rule.failed_at = days, actor, timezone.now(), None
    rule.save()
    return rule


def due_rules() -> QuerySet[RetentionRule]:
    """Those that were neither saved nor carried out within a day, nor have just failed."""
    latest = Greatest("saved_at", Coalesce("applied_at", F("saved_at")))
    rules = RetentionRule.objects.select_related("connection").annotate(latest=latest)
    now = timezone.now()
    may_try = Q(failed_at=None) | Q(failed_at__lte=now - TRY_AGAIN)
    return rules.filter(may_try, latest__lte=now - EVERY).order_by("pk")


def first_run_of(rule: RetentionRule) -> datetime:
    """When it is carried out next, at the earliest."""
    at = max(rule.saved_at, rule.applied_at or rule.saved_at) + EVERY
    return max(at, rule.failed_at + TRY_AGAIN) if rule.failed_at else at


def try_rule(rule: RetentionRule) -> Iterator[Removed]:
    """As `apply_rule`; an error ends it with a word at the rule, so that it holds up no other rule.

    Caught is what one record can cause: the database refuses it, or its text or JSON cannot be read.
    """
    try:
        yield from apply_rule(rule)
    except (DatabaseError, ValueError):
        logger.exception("Retention of %s ended in an error", rule.connection.slug)
        failed = RetentionRule.objects.filter(pk=rule.pk)
        write_surely(partial(failed.update, failed_at=timezone.now()))


def apply_rule(rule: RetentionRule) -> Iterator[Removed]:
    """Remove what is due by `rule`, step by step; gives what each step removed, and ends when nothing is left.

    Whoever stops in between leaves whole steps behind. Everything belongs to the audit context that it is done in.
    """
    due = Due.of(rule)
    for step in STEPS:
        while removed := write_surely(partial(step, due)):
            yield removed
    finished = RetentionRule.objects.filter(pk=rule.pk, days=rule.days)
    write_surely(partial(finished.update, applied_at=timezone.now(), failed_at=None))
