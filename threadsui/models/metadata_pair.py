from django.db import models

from .visibility import VisibleQuerySet, visible


class MetadataPairQuerySet(VisibleQuerySet):
    to_connection = "thread__connection"
    to_threads = ("thread",)


class MetadataPair(models.Model):
    """One pair of a thread's metadata as an indexed row, so that any key = value is found at once."""

    thread = models.ForeignKey("threadsui.Thread", on_delete=models.CASCADE, related_name="pairs")
    key = models.CharField(max_length=64)
    value = models.CharField(max_length=512)

    objects = MetadataPairQuerySet.as_manager()
    visible = visible(MetadataPairQuerySet)

    class Meta:
        indexes = [
            models.Index(name="metadatapair_found", fields=["key", "value", "-thread"]),
            # A value whose key one does not know, or the beginning of one: the palette.
            models.Index(
                name="metadatapair_by_value",
                fields=["value", "-thread"],
                opclasses=["varchar_pattern_ops", "int8_ops"],  # PostgreSQL's, for beginnings
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="metadatapair_key_once", fields=["thread", "key"])
        ]

    def __str__(self):
        return f"{self.key}={self.value}"
