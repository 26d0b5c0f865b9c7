from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

GROUP_NAME_MAX_LENGTH = 60


class AccessGroup(models.Model):
    """People for whom connections and tags can be kept. What they may do comes from their roles instead."""

    name = models.CharField(max_length=GROUP_NAME_MAX_LENGTH)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="access_groups", blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("group")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="accessgroup_name_once"),
            models.CheckConstraint(name="accessgroup_has_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("threadsui:group_update", args=[self.pk])
