import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .visibility import VisibleQuerySet, visible

TAG_NAME_MAX_LENGTH = 40
JOINERS = "-_."  # what may stand between the letters and digits of a name


def normal_tag_name(text):
    """ "  Late Delivery " → "late-delivery": the one spelling under which a tag is kept, found and unique."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "-".join(folded.replace("\x00", "�").split())


def validate_tag_name(name):
    """Letters of any script, digits and the joiners; so that a name fits an address and a search as it is."""
    if not name or name[0] in JOINERS or not all(_is_of_a_name(sign) for sign in name):
        raise ValidationError(
            _(
                "A tag has letters and digits, with hyphens, dots or underscores between them, "
                "like late-delivery."
            )
        )


class TagQuerySet(VisibleQuerySet):
    to_tag = "pk"


class Tag(models.Model):
    """A word that a team sorts its threads by. The console's own: no server is told of it."""

    class Tone(models.TextChoices):
        ACCENT = "accent", _("Teal")
        SUCCESS = "success", _("Green")
        WARN = "warn", _("Amber")
        DANGER = "danger", _("Red")
        UNKNOWN = "unknown", _("Violet")
        INFO = "info", _("Blue")

    name = models.CharField(max_length=TAG_NAME_MAX_LENGTH, validators=[validate_tag_name])
    tone = models.CharField(max_length=10, choices=Tone, blank=True)
    groups = models.ManyToManyField(  # who may see the threads that have it; none: everybody
        "threadsui.AccessGroup", related_name="tags", blank=True
    )

    objects = TagQuerySet.as_manager()
    visible = visible(TagQuerySet)

    class Meta:
        constraints = [
            # Names are in lower case, so that once is once in any case, and an exact look-up finds it.
            models.UniqueConstraint(name="tag_name_once", fields=["name"]),
            models.CheckConstraint(name="tag_name_in_lower_case", condition=Q(name=Lower("name"))),
            models.CheckConstraint(name="tag_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="tag_tone_known",
                condition=Q(
                    tone__in=["", "accent", "success", "warn", "danger", "unknown", "info"]
                ),
            ),
        ]

    def __str__(self):
        return self.name


class ThreadTag(models.Model):
    """A tag on a thread."""

    thread = models.ForeignKey(
        "threadsui.Thread", on_delete=models.CASCADE, related_name="thread_tags", db_index=False
    )
    tag = models.ForeignKey(
        Tag, on_delete=models.PROTECT, related_name="thread_tags", db_index=False
    )
    # The thread's own, which never changes: with it the newest threads of a tag are one range of an index.
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(name="threadtag_newest_of_tag", fields=["tag", "-recorded_at", "-thread"])
        ]
        constraints = [models.UniqueConstraint(name="threadtag_tag_once", fields=["thread", "tag"])]

    def __str__(self):
        return f"{self.tag} on {self.thread}"


def _is_of_a_name(sign):
    return sign in JOINERS or unicodedata.category(sign)[0] in "LMN"
