from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import EncryptedJSONField, EncryptedTextField


class ConnectionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Connection(models.Model):
    """Where to call: one Threads API server with everything that its calls need."""

    class AuthStyle(models.TextChoices):
        BEARER = "bearer", _("Authorization: Bearer")
        API_KEY = "api_key", _("api-key header")
        HEADER = "header", _("A header of its own")
        NONE = "none", _("None")

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=80)
    base_url = models.URLField(_("base URL"), max_length=500)
    is_sandbox = models.BooleanField(default=False, editable=False)
    sandbox_fault = models.CharField(max_length=40, blank=True)
    auth_style = models.CharField(max_length=10, choices=AuthStyle, default=AuthStyle.BEARER)
    auth_header = models.CharField(max_length=80, blank=True)
    secret = EncryptedTextField(blank=True, default="")
    extra_headers = EncryptedJSONField(blank=True, default=dict)
    extra_query = models.JSONField(blank=True, default=dict)
    beta_header = models.CharField(max_length=80, blank=True, default="assistants=v2")
    connect_timeout = models.FloatField(default=5)  # seconds
    read_timeout = models.FloatField(default=30)  # seconds
    end_of_life = models.DateField(null=True, blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="connection_one_default", fields=["is_default"], condition=Q(is_default=True)
            ),
            models.CheckConstraint(
                name="connection_default_is_active",
                condition=Q(is_default=False) | Q(is_active=True),
            ),
            models.CheckConstraint(
                name="connection_timeouts_positive",
                condition=Q(connect_timeout__gt=0, read_timeout__gt=0),
            ),
            models.CheckConstraint(
                name="connection_own_header_is_named",
                condition=~Q(auth_style="header") | ~Q(auth_header=""),
            ),
            models.CheckConstraint(
                name="connection_fault_only_in_sandbox",
                condition=Q(sandbox_fault="") | Q(is_sandbox=True),
            ),
        ]

    def __str__(self):
        return self.name
