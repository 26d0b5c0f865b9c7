from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The groups made by the migrations, from the one that may most to the one that may least."""

    ADMIN = "admin", _("Admin")
    LEAD = "lead", _("Lead")
    AUDITOR = "auditor", _("Auditor")
    AGENT = "agent", _("Agent")
    VIEWER = "viewer", _("Viewer")


class User(AbstractUser):
    """A person of the team. What they may do comes from their groups."""

    is_demo = models.BooleanField(default=False, editable=False)
    # How they want each list, read with every request: {"threads": {"hidden": ["state"], "density": "compact",
    # "default_view": 7}}. Written by services/personal/list_display.py.
    list_display = models.JSONField(default=dict, blank=True, editable=False)

    # Written every few minutes of use: see services/people/last_seen.py.
    last_seen_at = models.DateTimeField(null=True, editable=False)
    # Counted up to end all of the person's sessions at once: it is part of what a session is valid for.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    def _get_session_auth_hash(self, secret=None):
        whole = super()._get_session_auth_hash(secret)
        return f"{self.session_epoch}.{whole}" if self.session_epoch else whole

    @cached_property
    def role(self):
        """The person's highest Role, or None without one."""
        return next(iter(self.roles), None)

    @property
    def roles(self):
        """All of the person's roles, the highest first."""
        names = {group.name for group in self.groups.all()}
        return [role for role in Role if role.value in names]

    @property
    def is_invited(self):
        """Whether they have yet to choose their first password, and no other way to sign in."""
        if not self.is_active or self.has_usable_password():
            return False
        return not self.has_single_sign_on

    @cached_property
    def has_single_sign_on(self):
        """Whether they have signed in through an OpenID provider; queries/people/team.py has it as `has_account`."""
        known = vars(self).get("has_account")
        return self.socialaccount_set.exists() if known is None else known

    @property
    def seen_at(self):
        """When they were last here, late by some minutes; None when they never were."""
        return max(filter(None, (self.last_seen_at, self.last_login)), default=None)

    @property
    def display_name(self):
        return self.get_full_name() or self.username

    @property
    def initials(self):
        words = self.display_name.split()
        letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
        return letters.upper()
