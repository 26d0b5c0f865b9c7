from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import EncryptedJSONField, EncryptedTextField
from .visibility import VisibleQuerySet, visible


class ConnectionQuerySet(VisibleQuerySet):
    to_connection = "pk"

    def active(self):
        return self.filter(is_active=True)


class Connection(models.Model):
    """Where to call: one Threads API server with everything that its calls need."""

    class AuthStyle(models.TextChoices):
        BEARER = "bearer", _("Authorization: Bearer")
        API_KEY = "api_key", _("api-key header")
        HEADER = "header", _("A header of its own")
        OAUTH = "oauth", _("OAuth 2 client credentials")
        NONE = "none", _("None")

    slug = models.SlugField(max_length=50, unique=True)
    profile = models.CharField(max_length=30, blank=True)  # the known server it was made for
    name = models.CharField(max_length=80)
    base_url = models.URLField(_("base URL"), max_length=500)
    is_sandbox = models.BooleanField(default=False, editable=False)
    sandbox_fault = models.CharField(max_length=40, blank=True)
    auth_style = models.CharField(max_length=10, choices=AuthStyle, default=AuthStyle.BEARER)
    auth_header = models.CharField(max_length=80, blank=True)
    secret = EncryptedTextField(blank=True, default="")  # the key, or the client's secret of OAuth
    secret_reference = models.CharField(
        max_length=300, blank=True
    )  # env:NAME or file:/path instead
    secret_set_at = models.DateTimeField(null=True, blank=True)
    secret_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    token_url = models.CharField(_("token URL"), max_length=500, blank=True)
    client_id = models.CharField(max_length=200, blank=True)
    token_scope = models.CharField(max_length=500, blank=True)
    extra_headers = EncryptedJSONField(blank=True, default=dict)
    extra_query = models.JSONField(blank=True, default=dict)
    organization = models.CharField(max_length=80, blank=True)
    project = models.CharField(max_length=80, blank=True)
    beta_header = models.CharField(max_length=80, blank=True, default="assistants=v2")
    connect_timeout = models.FloatField(default=5)  # seconds
    read_timeout = models.FloatField(default=30)  # seconds
    max_attempts = models.PositiveSmallIntegerField(default=3)
    ca_bundle = models.TextField(blank=True)  # PEM; empty: the authorities that everybody trusts
    proxy = models.CharField(max_length=500, blank=True)  # empty: the environment's
    end_of_life = models.DateField(null=True, blank=True)
    groups = models.ManyToManyField(  # who may use it; none: everybody
        "threadsui.AccessGroup", related_name="connections", blank=True
    )
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    test_result = models.JSONField(
        blank=True, default=dict
    )  # of these settings: see services.testing
    tested_at = models.DateTimeField(null=True, blank=True)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ConnectionQuerySet.as_manager()
    visible = visible(ConnectionQuerySet)

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
                name="connection_secret_in_one_place",
                condition=Q(secret="") | Q(secret_reference=""),
            ),
            models.CheckConstraint(
                name="connection_oauth_knows_where_and_who",
                condition=~Q(auth_style="oauth") | (~Q(token_url="") & ~Q(client_id="")),
            ),
            models.CheckConstraint(
                name="connection_fault_only_in_sandbox",
                condition=Q(sandbox_fault="") | Q(is_sandbox=True),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("threadsui:connection_detail", args=[self.pk])

    @property
    def days_left(self):
        """Until its end of life: 0 on the day itself, below 0 after it; None when no end is known."""
        return (self.end_of_life - timezone.localdate()).days if self.end_of_life else None
