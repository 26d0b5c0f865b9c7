from django.db import models
from django.utils.translation import gettext_lazy as _


class Adoption(models.Model):
    """One id that an operation is to adopt, and what came of it; no result yet: it is still to be asked about."""

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        ALREADY = "already", _("Already here")
        GONE = "gone", _("Not on the server")
        FORBIDDEN = "forbidden", _("The key may not read it")
        TOO_LARGE = "too_large", _("Answer too large")
        ODD = "odd", _("Answer could not be used")
        REFUSED = "refused", _("Refused by the server")
        UNREACHABLE = "unreachable", _("Not reached")
        NOT_ASKED = "not_asked", _("Not asked")

    # What may fare better at another time: not asked about yet, not reached, or by a key that may be another by then.
    AGAIN = ("", Result.UNREACHABLE, Result.NOT_ASKED, Result.FORBIDDEN)

    operation = models.ForeignKey(
        "threadsui.Operation",
        on_delete=models.CASCADE,
        related_name="adoptions",
        db_index=False,  # adoption_once_per_operation begins with it
    )
    remote_id = models.CharField(_("thread id"), max_length=200)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # that did not reach the server
    reason = models.TextField(blank=True)  # why it was not adopted, in the words of the moment
    thread = models.ForeignKey(
        "threadsui.Thread",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="adoption_once_per_operation", fields=["operation", "remote_id"]
            ),
            models.CheckConstraint(
                name="adoption_has_remote_id", condition=~models.Q(remote_id="")
            ),
        ]

    def __str__(self):
        return self.remote_id
