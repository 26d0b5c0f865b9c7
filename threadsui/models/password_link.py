from django.conf import settings
from django.db import models
from django.utils import timezone


class PasswordLink(models.Model):
    """The one open link by which a person chooses a password: their first one, or a new one.

    The link itself is nobody's to read: only its hash is here. Used or withdrawn, the row is gone.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_link"
    )
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # who may change people may make one
        constraints = [
            models.CheckConstraint(
                name="passwordlink_expires_later",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            )
        ]

    def __str__(self):
        return f"Password link of {self.user}"

    @property
    def is_expired(self):
        return self.expires_at <= timezone.now()
