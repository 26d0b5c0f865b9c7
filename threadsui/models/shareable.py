from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

NAME_MAX_LENGTH = 80


class ShareableQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own, and what others share."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class Versioned:
    """What is kept with the time of its last change, which a page that was opened on it sends back."""

    @property
    def version(self):
        """As text, for a form. Another change, another version."""
        return self.updated_at.isoformat()


class Shareable(Versioned, models.Model):
    """Something that a person keeps under a name, for themselves or for everybody who may create threads."""

    # Not CASCADE: a shared one is others' tool, and who leaves is switched off.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    name = models.CharField(max_length=NAME_MAX_LENGTH)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ShareableQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(name="%(class)s_shared", fields=["name"], condition=Q(is_shared=True))
        ]
        constraints = [
            models.UniqueConstraint(name="%(class)s_name_once_per_owner", fields=["owner", "name"]),
            models.CheckConstraint(name="%(class)s_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="%(class)s_updated_after_created", condition=Q(updated_at__gte=F("created_at"))
            ),
        ]

    def __str__(self):
        return self.name

    def siblings(self):
        """Those among which its name is the only one, and which count towards its owner's limit."""
        return type(self).objects.filter(owner=self.owner_id)
