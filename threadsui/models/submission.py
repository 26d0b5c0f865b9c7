import json
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import masks
from .led_to_held import LedToHeld
from .masking import HoldsText, MaskedCharField, MaskedTextField, record_of
from .visibility import VisibleQuerySet, visible


def _parents(submissions):
    return submissions.filter(parent__isnull=False).values_list("parent", flat=True)


class SubmissionQuerySet(VisibleQuerySet):
    to_connection = "connection"
    to_threads = ("thread",)

    def overdue(self):
        """Still `sending` though its deadline has passed: the process that sent it is gone."""
        # Nobody resolves what is still sending; said here for `submission_needs_a_word`, or every row is read.
        return self.filter(
            resolution="", state=Submission.State.SENDING, deadline_at__lt=timezone.now()
        )

    def open_unknown(self, *, actor=None):
        """Whatever needs a person's word, or of `actor` alone: unknown and unresolved, or overdue."""
        # Each half says all that `submission_needs_a_word` asks for, or SQLite reads every row.
        each = Q(resolution="") if actor is None else Q(resolution="", actor=actor)
        unknown = each & Q(state=Submission.State.UNKNOWN)
        overdue = each & Q(state=Submission.State.SENDING, deadline_at__lt=timezone.now())
        return self.filter(unknown | overdue)

    def text_due(self, connection, before):
        """Those of `connection`, opened before this moment, that made no thread, ended, and still have their texts."""
        still = self.filter(
            text_removed_at=None, thread=None
        )  # as in `submission_with_text_oldest`
        ended = still.exclude(state=Submission.State.SENDING)
        free = ended.filter(~Q(LedToHeld("pk")))
        return free.filter(connection=connection, created_at__lt=before)

    def leading_to(self, threads):
        """Ids of those that were corrected or sent again until one of `threads` (ids) came of it, at any remove.

        One query for each remove, of which there are as many as somebody tried again.
        """
        children = self.model.objects.filter(thread__in=threads)
        found, level = set(), set(_parents(children))
        while level:
            found |= level
            level = set(_parents(self.model.objects.filter(pk__in=level))) - found
        return found

    def visible_to(self, user):
        """Those in sight of `user`; only their own, unless their role sees everybody's."""
        in_sight = super().visible_to(user)
        if user.has_perm("threadsui.view_any_submission"):
            return in_sight
        return in_sight.filter(actor=user)


class Submission(HoldsText, models.Model):
    """The write-ahead ledger of one create: committed before the call, finished with its outcome."""

    class State(models.TextChoices):
        SENDING = "sending", _("Sending")
        ACCEPTED = "accepted", _("Created")
        REFUSED = "refused", _("Refused")
        UNKNOWN = "unknown", _("Unknown")
        NOT_SENT = "not_sent", _("Not sent")

    class Source(models.TextChoices):
        FORM = "form", _("Composer")
        COMMAND = "command", _("Command")
        BULK = "bulk", _("Bulk create")

    class Resolution(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        RESENT = "resent", _("Resent")
        DISMISSED = "dismissed", _("Dismissed")

    token = models.UUIDField(unique=True)
    connection = models.ForeignKey(
        "threadsui.Connection", on_delete=models.PROTECT, related_name="submissions"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions"
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.FORM)
    title = MaskedCharField(max_length=200, blank=True)
    body = MaskedTextField(
        mask=masks.body
    )  # the exact JSON text that is sent, so never a JSONField
    body_sha256 = MaskedCharField(mask=masks.hash_of_text, max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    thread = models.OneToOneField(
        "threadsui.Thread",
        on_delete=models.PROTECT,
        related_name="submission",
        null=True,
        blank=True,
    )
    # For a person: what happened, was it sent, what next. In English; `sentences` are in the reader's language.
    explanation = models.TextField(blank=True)
    explanation_parts = models.JSONField(default=list, blank=True)  # [[sentence, its values], …]
    # The server's own words; they may repeat what it was sent.
    error_message = MaskedTextField(mask=masks.servers_words, blank=True)
    error_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error_type = models.CharField(max_length=100, blank=True)
    error_code = models.CharField(max_length=100, blank=True)
    error_param = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)
    resolution_reason = models.TextField(blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    # When a retention rule took title, body and the server's words away, and after how many days it does.
    text_removed_at = models.DateTimeField(null=True, blank=True)
    text_kept_days = models.PositiveIntegerField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()
    visible = visible(SubmissionQuerySet)

    class Meta:
        permissions = [
            ("view_any_submission", "Can view everybody's submissions"),
            ("resolve_submission", "Can adopt, resend or dismiss an unknown submission"),
        ]
        indexes = [
            # Lists go by the time and id; the rest lets the overview count without reading a row.
            models.Index(
                name="submission_newest",
                fields=["-created_at", "-id", "state", "error_status", "error_code"],
            ),
            models.Index(
                name="submission_by_actor",
                fields=["actor", "-created_at", "-id", "state", "error_status", "error_code"],
            ),
            models.Index(
                name="submission_needs_a_word",
                fields=["state", "actor", "deadline_at"],
                condition=(Q(state="sending") | Q(state="unknown")) & Q(resolution=""),
            ),
            models.Index(
                name="submission_with_text_oldest",
                fields=["connection", "created_at", "id"],
                condition=Q(text_removed_at=None, thread=None),
            ),
            models.Index(name="submission_by_request_id", fields=["request_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="submission_accepted_has_thread",
                condition=Q(state="accepted", thread__isnull=False)
                | (~Q(state="accepted") & Q(thread=None)),
            ),
            models.CheckConstraint(
                name="submission_finished_unless_sending",
                condition=Q(state="sending", finished_at=None)
                | (~Q(state="sending") & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="submission_resolved_by_and_at_together",
                condition=Q(resolution="", resolved_by=None, resolved_at=None)
                | (~Q(resolution="") & Q(resolved_by__isnull=False, resolved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="submission_adopted_is_accepted",
                condition=~Q(resolution="adopted") | Q(state="accepted"),
            ),
            models.CheckConstraint(
                name="submission_dismissed_has_reason",
                condition=~Q(resolution="dismissed") | ~Q(resolution_reason=""),
            ),
        ]

    def __str__(self):
        return self.title or gettext("Submission %(number)s") % {"number": self.pk}

    def get_absolute_url(self):
        return reverse("threadsui:submission_detail", args=[self.pk])

    @property
    def audit_label(self):
        """What the history calls it, in English: a title is made of what was written."""
        return f"Submission {self.pk}"

    def revealed_by(self):
        return [record_of("submission", self.pk), record_of("thread", self.thread_id)]

    @staticmethod
    def hash_of(body):
        """The SHA-256 of the body's UTF-8 bytes, in hex."""
        return sha256(body.encode()).hexdigest()

    @property
    def sentences(self):
        """What `explanation` says in the reader's language, sentence by sentence; the first is what happened."""
        if not self.explanation_parts:
            said, stop, rest = self.explanation.partition(". ")
            return [text for text in (f"{said}{stop.strip()}", rest) if text]
        return [
            gettext(sentence) % values if values else gettext(sentence)
            for sentence, values in self.explanation_parts
        ]

    @property
    def payload(self):
        """The body as JSON values; {} when a retention rule took it."""
        return json.loads(self.body) if self.body else {}

    @property
    def is_overdue(self):
        return self.state == self.State.SENDING and self.deadline_at < timezone.now()

    @property
    def is_open_unknown(self):
        return self.is_overdue or (self.state == self.State.UNKNOWN and not self.resolution)
