from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import masks
from .event_visibility import EventQuerySet
from .masking import HoldsText, MaskedCharField, MaskedJSONField
from .visibility import visible

REASON_MIN_LENGTH = 3  # characters, of what people are asked for
REASON_MAX_LENGTH = 500


class AuditEventQuerySet(EventQuerySet):
    def about(self, target):
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def update(self, **kwargs):
        raise FieldError("Audit events are never changed.")

    def delete(self):
        raise FieldError("Audit events are never deleted.")


class AuditEvent(HoldsText, models.Model):
    """One thing one person, or the system, did. Written once, by `audit.record`; points at nothing it could block.

    Its primary key is its number in the chain, from 1 and without gaps. `mac` seals what it says and the event before.
    """

    class Action(models.TextChoices):
        THREAD_CREATED = "thread.created", _("created the thread")
        THREAD_ADOPTED = "thread.adopted", _("adopted the thread")
        THREAD_UPDATED = "thread.updated", _("changed the thread")
        THREAD_REFRESHED = "thread.refreshed", _("refreshed the thread from the server")
        THREAD_GONE = "thread.gone", _("found the thread gone from the server")
        THREAD_CHECKED = "thread.checked", _("compared the thread with the server")
        THREAD_DRIFT_FOUND = "thread.drift_found", _("found the thread changed on the server")
        THREAD_DRIFT_ENDED = (
            "thread.drift_ended",
            _("found the thread the same on the server again"),
        )
        THREAD_DRIFT_TAKEN = "thread.drift_taken", _("took what the server has")
        THREAD_DRIFT_REVERTED = (
            "thread.drift_reverted",
            _("put the console’s record back on the server"),
        )
        THREAD_HELD = "thread.held", _("placed a legal hold on the thread")
        THREAD_RELEASED = "thread.released", _("lifted the legal hold of the thread")
        THREAD_TEXT_REMOVED = "thread.text_removed", _("removed the text of the thread")
        THREAD_DELETED = "thread.deleted", _("deleted the thread")
        THREAD_TAGGED = "thread.tagged", _("tagged the thread")
        THREAD_UNTAGGED = "thread.untagged", _("took a tag off the thread")
        THREAD_ASSIGNED = "thread.assigned", _("assigned the thread")
        MESSAGE_CREATED = "message.created", _("added a message")
        TAG_UPDATED = "tag.updated", _("changed the tag")
        TAG_DELETED = "tag.deleted", _("deleted the tag")
        NOTE_ADDED = "note.added", _("added a note")
        NOTE_EDITED = "note.edited", _("edited a note")
        NOTE_DELETED = "note.deleted", _("deleted a note")
        PRESET_CREATED = "preset.created", _("added the preset")
        PRESET_UPDATED = "preset.updated", _("changed the preset")
        PRESET_DELETED = "preset.deleted", _("deleted the preset")
        SNIPPET_CREATED = "snippet.created", _("added the snippet")
        SNIPPET_UPDATED = "snippet.updated", _("changed the snippet")
        SNIPPET_DELETED = "snippet.deleted", _("deleted the snippet")
        SUBMISSION_REFUSED = "submission.refused", _("was refused by the server")
        SUBMISSION_UNKNOWN = "submission.unknown", _("got no trustworthy answer")
        SUBMISSION_NOT_SENT = "submission.not_sent", _("could not send the thread")
        SUBMISSION_RESENT = "submission.resent", _("resent the submission")
        SUBMISSION_TEXT_REMOVED = (
            "submission.text_removed",
            _("removed the text of the submission"),
        )
        SUBMISSION_DISMISSED = "submission.dismissed", _("dismissed the submission")
        CONNECTION_CREATED = "connection.created", _("added the connection")
        CONNECTION_UPDATED = "connection.updated", _("changed the connection")
        CONNECTION_TESTED = "connection.tested", _("tested the connection")
        CONNECTION_RETENTION_CHANGED = (
            "connection.retention_changed",
            _("changed how long the texts are kept"),
        )
        CONNECTION_TEXT_REMOVED = (
            "connection.text_removed",
            _("removed the text of calls and drafts"),
        )
        CONNECTION_REENCRYPTED = "connection.reencrypted", _("encrypted its secrets anew")
        USER_CREATED = "user.created", _("added the person")
        USER_UPDATED = "user.updated", _("changed the person")
        USER_PASSWORD_CHANGED = "user.password_changed", _("changed the password")
        USER_INVITED = "user.invited", _("invited the person")
        USER_LINK_MADE = "user.link_made", _("made a password link")
        USER_LINK_WITHDRAWN = "user.link_withdrawn", _("withdrew the password link")
        USER_DEACTIVATED = "user.deactivated", _("deactivated the person")
        USER_ACTIVATED = "user.activated", _("activated the person")
        USER_SECOND_FACTOR_ADDED = "user.second_factor_added", _("added a second factor")
        USER_SECOND_FACTOR_REMOVED = "user.second_factor_removed", _("removed a second factor")
        USER_SECOND_FACTOR_RESET = "user.second_factor_reset", _("reset the second factor")
        USER_SECOND_FACTOR_REFUSED = "user.second_factor_refused", _("refused a second factor")
        USER_RECOVERY_CODES_MADE = "user.recovery_codes_made", _("made recovery codes")
        USER_RECOVERY_CODE_USED = "user.recovery_code_used", _("used a recovery code")
        USER_SESSIONS_ENDED = "user.sessions_ended", _("ended sessions")
        GROUP_CREATED = "group.created", _("added the group")
        GROUP_UPDATED = "group.updated", _("changed the group")
        GROUP_DELETED = "group.deleted", _("deleted the group")
        ROLE_UPDATED = "role.updated", _("changed what the role may do")
        USER_SIGNED_IN = "user.signed_in", _("signed in")
        USER_SIGNED_OUT = "user.signed_out", _("signed out")
        USER_SIGN_IN_REFUSED = "user.sign_in_refused", _("refused a sign-in")
        SAVED_VIEW_CREATED = "saved_view.created", _("saved the view")
        SAVED_VIEW_UPDATED = "saved_view.updated", _("changed the view")
        SAVED_VIEW_DELETED = "saved_view.deleted", _("deleted the view")
        OPERATION_STARTED = "operation.started", _("started a bulk operation")
        OPERATION_FINISHED = "operation.finished", _("finished a bulk operation")
        OPERATION_FAILED = "operation.failed", _("stopped in a bulk operation")
        OPERATION_CANCEL_ASKED = "operation.cancel_asked", _("asked to cancel a bulk operation")
        OPERATION_CANCELLED = "operation.cancelled", _("cancelled a bulk operation")
        THREADS_EXPORT_STARTED = "threads.export_started", _("started an export of threads")
        THREADS_EXPORTED = "threads.exported", _("exported threads")
        SUBMISSIONS_EXPORTED = "submissions.exported", _("exported submissions")
        CALLS_EXPORTED = "calls.exported", _("exported API calls")
        AUDIT_EXPORTED = "audit.exported", _("exported the audit history")
        TRANSCRIPT_REVEALED = "transcript.revealed", _("revealed the masked text")

    action = models.CharField(max_length=40, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,  # the row is never changed, and blocks nobody's removal
        db_constraint=False,
        null=True,
        related_name="+",
    )
    actor_name = models.CharField(max_length=150)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=80)
    target_label = MaskedCharField(mask=masks.label, max_length=200)
    changes = MaskedJSONField(mask=masks.changes, default=dict)
    reason = models.TextField(blank=True)
    correlation_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    key_id = models.CharField(max_length=8)
    mac = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()
    visible = visible(AuditEventQuerySet)

    class Meta:
        indexes = [
            models.Index(name="auditevent_newest", fields=["-created_at", "-id"]),
            models.Index(name="auditevent_by_actor", fields=["actor_name", "-created_at", "-id"]),
            models.Index(name="auditevent_by_action", fields=["action", "-created_at", "-id"]),
            models.Index(
                name="auditevent_by_actor_action",
                fields=["actor_name", "action", "-created_at", "-id"],
            ),
            models.Index(name="auditevent_by_address", fields=["address", "-created_at", "-id"]),
            models.Index(name="auditevent_by_correlation", fields=["correlation_id"]),
            models.Index(
                name="auditevent_of_target", fields=["target_type", "target_id", "-created_at"]
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="auditevent_actor_name_kept", condition=~models.Q(actor_name="")
            ),
            models.CheckConstraint(name="auditevent_sealed", condition=~models.Q(mac="")),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_action_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise FieldError("Audit events are never changed.")
        raise FieldError("Audit events are written by audit.record, which chains them.")

    def get_absolute_url(self):
        return reverse("threadsui:audit_detail", args=[self.pk])

    def delete(self, *args, **kwargs):
        raise FieldError("Audit events are never deleted.")

    def revealed_by(self):
        return [(self.target_type, self.target_id)]
