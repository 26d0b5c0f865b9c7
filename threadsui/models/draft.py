from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from .kept_form import KeptForm


class Draft(KeptForm):
    """A person's unfinished form of the composer, saved as it is typed."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    title = models.CharField(max_length=200, blank=True)  # as typed, else from the first message
    version = models.PositiveIntegerField(default=1)  # one more with every save
    editor = models.UUIDField()  # the opened page that saved it last
    token = models.UUIDField(
        null=True, blank=True, db_index=True
    )  # of the create that it was sent as
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(name="draft_by_owner", fields=["owner", "-updated_at", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(name="draft_version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="draft_updated_after_created", condition=Q(updated_at__gte=F("created_at"))
            ),
        ]

    def __str__(self):
        return self.title or gettext("Draft %(number)s") % {"number": self.pk}

    def get_absolute_url(self):
        """Where it is written on."""
        return f"{reverse('threadsui:thread_create')}?draft={self.pk}"
