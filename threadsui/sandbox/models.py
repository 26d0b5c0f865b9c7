"""What the sandbox keeps, in a database of its own. Times are seconds since 1970, as on the wire."""

import time

from django.db import models
from django.db.models import Q

from .ids import new_message_id, new_thread_id, new_vector_store_id


def now() -> int:
    return int(time.time())


class Thread(models.Model):
    id = models.CharField(primary_key=True, max_length=40, default=new_thread_id, editable=False)
    created_at = models.BigIntegerField(default=now)
    metadata = models.JSONField(default=dict)
    tool_resources = models.JSONField(default=dict)  # as answered: vector stores by id only

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sandbox_thread_id_has_prefix", condition=Q(id__startswith="thread_")
            )
        ]
        indexes = [models.Index(name="sandbox_thread_newest", fields=["-created_at"])]

    def __str__(self):
        return self.id


class Message(models.Model):
    id = models.CharField(primary_key=True, max_length=40, default=new_message_id, editable=False)
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    position = models.PositiveBigIntegerField()  # within its thread; several share a second
    created_at = models.BigIntegerField(default=now)
    role = models.CharField(max_length=10)
    content = models.JSONField()  # a list of parts, as answered
    attachments = models.JSONField(default=list)
    metadata = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sandbox_message_id_has_prefix", condition=Q(id__startswith="msg_")
            ),
            models.CheckConstraint(
                name="sandbox_message_role_is_known", condition=Q(role__in=["user", "assistant"])
            ),
            models.UniqueConstraint(
                name="sandbox_message_position_is_unique_in_thread", fields=["thread", "position"]
            ),
        ]

    def __str__(self):
        return self.id


class VectorStore(models.Model):
    """A store that the sandbox itself made, for a thread. It outlives the thread, as in the service."""

    id = models.CharField(
        primary_key=True, max_length=40, default=new_vector_store_id, editable=False
    )
    created_at = models.BigIntegerField(default=now)
    file_ids = models.JSONField(default=list)
    chunking_strategy = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sandbox_vector_store_id_has_prefix", condition=Q(id__startswith="vs_")
            )
        ]

    def __str__(self):
        return self.id


class TurnedAway(models.Model):
    """A request that the fault `rate_limited_once` has refused, and will carry out when it comes again."""

    fingerprint = models.CharField(primary_key=True, max_length=64)  # SHA-256 as hex
    turned_away_at = models.BigIntegerField(default=now)

    class Meta:
        verbose_name_plural = "turned away"

    def __str__(self):
        return self.fingerprint
