from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from . import masks
from .masking import HoldsText, MaskedTextField, record_of, whole_text
from .visibility import VisibleQuerySet, visible


class ApiCallQuerySet(VisibleQuerySet):
    to_connection = "connection"
    to_threads = ("thread", "submission__thread")
    of_many = Q(method="GET") & (Q(path="/threads") | Q(path__startswith="/threads?"))  # lists

    def text_due(self, connection, before):
        """Those of `connection`, made before this moment, that still have their bodies and belong to nothing that has
        its own: such as tests of the connection, and what came back when a thread had lost its texts already."""
        still = self.filter(text_removed_at=None)  # as in `apicall_with_text_oldest`
        alone = Q(thread=None) | Q(thread__text_removed_at__isnull=False)
        sent_alone = Q(submission=None) | Q(submission__text_removed_at__isnull=False)
        return still.filter(alone, sent_alone, connection=connection, started_at__lt=before)


class ApiCall(HoldsText, models.Model):
    """One HTTP attempt. Bodies are bounded and their secrets masked before they come here."""

    connection = models.ForeignKey(
        "threadsui.Connection", on_delete=models.PROTECT, related_name="calls"
    )
    submission = models.ForeignKey(
        "threadsui.Submission",
        on_delete=models.PROTECT,
        related_name="calls",
        null=True,
        blank=True,
    )
    thread = models.ForeignKey(
        "threadsui.Thread", on_delete=models.PROTECT, related_name="calls", null=True, blank=True
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=500)
    attempt = models.PositiveSmallIntegerField(default=1)
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # None: no answer
    duration_ms = models.FloatField()
    request_id = models.CharField(max_length=200, blank=True)
    # What went wrong: in the server's own words, which may repeat what it was sent, or in the console's.
    error = MaskedTextField(mask=masks.call_error, blank=True)
    request_body = MaskedTextField(
        mask=masks.body, blank=True
    )  # empty when the submission holds it
    response_body = MaskedTextField(mask=masks.body, blank=True)
    retry_in = models.FloatField(null=True, blank=True)  # seconds waited before the next attempt
    correlation_id = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    text_removed_at = models.DateTimeField(null=True, blank=True)  # by a retention rule

    objects = ApiCallQuerySet.as_manager()
    visible = visible(ApiCallQuerySet)

    class Meta:
        verbose_name = "API call"
        indexes = [
            models.Index(name="apicall_newest", fields=["-started_at", "-id"]),
            models.Index(name="apicall_of_thread", fields=["thread", "-started_at"]),
            models.Index(name="apicall_of_submission", fields=["submission", "started_at"]),
            models.Index(
                name="apicall_latency",
                fields=["connection", "-started_at", "status", "duration_ms"],
            ),
            models.Index(
                name="apicall_with_text_oldest",
                fields=["connection", "started_at", "id"],
                condition=Q(text_removed_at=None),
            ),
            models.Index(name="apicall_by_correlation", fields=["correlation_id"]),
            models.Index(name="apicall_by_request_id", fields=["request_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="apicall_answered_or_error", condition=Q(status__isnull=False) | ~Q(error="")
            ),
            models.CheckConstraint(name="apicall_attempt_from_1", condition=Q(attempt__gte=1)),
        ]

    def __str__(self):
        return f"{self.method} {self.path}"

    def get_absolute_url(self):
        return reverse("threadsui:call_detail", args=[self.pk])

    @property
    def sent_body(self):
        """What was sent: a create's body is kept once, on its submission."""
        if self.request_body or self.submission is None:
            return self.request_body
        if self.is_masked:
            return self.submission.body
        with whole_text():  # the call was revealed, though the submission was not
            return self.submission.body

    def revealed_by(self):
        return [
            record_of("apicall", self.pk),
            record_of("submission", self.submission_id),
            record_of("thread", self.thread_id),
        ]
