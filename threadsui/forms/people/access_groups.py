"""Forms about groups, and about the tags and people in them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.models import Tag
from threadsui.models.access_group import GROUP_NAME_MAX_LENGTH
from threadsui.models.tag import TAG_NAME_MAX_LENGTH

NOT_THERE = {"invalid_choice": _("One of these is not there any more. Look again.")}


class NumbersField(forms.MultipleChoiceField):
    """Boxes to tick, cleaned to the numbers of what was ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(required=False, error_messages=NOT_THERE, **options)

    def clean(self, value):
        return [int(number) for number in super().clean(value)]


class GroupForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=GROUP_NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Enter a name. Nothing was saved.")},
    )
    members = NumbersField(label=_("People"))

    def __init__(self, *args, people, **kwargs):
        """`people`: (number, name)."""
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = people


class MemberGroupsForm(forms.Form):
    groups = NumbersField(
        label=_("Groups"),
        help_text=_("They see what is kept for one of these, and what is for everybody."),
    )

    def __init__(self, *args, groups, **kwargs):
        """`groups`: (number, name)."""
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = groups


class TagForm(MemberGroupsForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=4 * TAG_NAME_MAX_LENGTH,  # as typed; the service makes it a tag's
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter a name. Nothing was changed.")},
    )
    tone = forms.ChoiceField(
        label=_("Colour"), required=False, choices=[("", _("None")), *Tag.Tone.choices]
    )
    groups = NumbersField(
        label=_("Who may see threads with it"),
        help_text=_("None ticked: everybody. Admins and auditors always see all."),
    )
    field_order = ("name", "tone", "groups")
