"""An internal note, as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.models.note import NOTE_TEXT_MAX_LENGTH


class NoteForm(forms.Form):
    """The rules about the text are those of services/teamwork/notes.py, which says them for every way in."""

    text = forms.CharField(
        label=_("Note"),
        required=False,
        strip=False,
        help_text=_("For the team only: no server sees it. @username tells that person."),
        error_messages={
            "null_characters_not_allowed": _(
                "This holds an invisible NUL character (U+0000), which cannot be stored. Remove it."
            )
        },
        widget=forms.Textarea(
            attrs={"rows": 3, "dir": "auto", "data-counter": NOTE_TEXT_MAX_LENGTH}
        ),
    )

    use_required_attribute = False

    def __init__(self, data=None, *, has_focus=False, **options):
        """`has_focus`: one goes on typing here, since the form has just come back."""
        super().__init__(data, auto_id="note-%s", **options)
        self.fields["text"].widget.attrs["data-focus"] = has_focus  # no attribute when False
