from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .shareable import ShareableQuerySet, Versioned

VIEW_NAME_MAX_LENGTH = 60
VIEW_QUERY_MAX_LENGTH = 2_000


class ListName(models.TextChoices):
    """The lists that may be filtered, each with the name of its page's address."""

    THREADS = "threads", _("Threads")
    SUBMISSIONS = "submissions", _("Submissions")
    CALLS = "calls", _("API calls")
    AUDIT = "audit", _("Audit history")

    @property
    def url_name(self):
        names = {"threads": "thread", "submissions": "submission", "calls": "call"}
        return f"threadsui:{names.get(self.value, self.value)}_list"


class SavedView(Versioned, models.Model):
    """The filters of one list under a name. `query` is as in the address: checked when saved, not afterwards."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        db_index=False,
    )
    list = models.CharField(max_length=20, choices=ListName)
    name = models.CharField(max_length=VIEW_NAME_MAX_LENGTH)
    query = models.CharField(max_length=VIEW_QUERY_MAX_LENGTH, blank=True)
    # The columns that it hides; none of its own means that each person's choice for the list holds.
    hidden_columns = models.JSONField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ShareableQuerySet.as_manager()  # who may see the list itself is not asked there

    class Meta:
        verbose_name = _("view")
        default_permissions = ()
        permissions = [
            ("share_savedview", "Can share saved views"),
            ("change_any_savedview", "Can change and delete views that others share"),
        ]
        indexes = [
            models.Index(
                name="savedview_shared", fields=["list", "name"], condition=Q(is_shared=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="savedview_name_once_per_owner", fields=["owner", "list", "name"]
            ),
            models.CheckConstraint(name="savedview_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="savedview_list_known",
                condition=Q(list__in=["threads", "submissions", "calls", "audit"]),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The list with these filters."""
        filters = f"{self.query}&" if self.query else ""
        return f"{reverse(ListName(self.list).url_name)}?{filters}view={self.pk}"

    def siblings(self):
        """Those among which its name is the only one, and which count towards its owner's limit."""
        return type(self).objects.filter(owner=self.owner_id, list=self.list)

    @property
    def audit_label(self):
        """What the history calls it: a private view's name is its owner's alone."""
        return self.name if self.is_shared else "Private view"
