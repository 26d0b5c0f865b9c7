"""Inputs that only filters need: for days, for several pairs or tags."""

from django import forms

PAIRS_MAX = 8  # inputs of the dialog; the text takes more
TAGS_MAX = 5


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class PairsInput(forms.TextInput):
    """One input per condition, and an empty one for the next; all of one name."""

    template_name = "threadsui/partials/pairs_input.html"
    count_max = PAIRS_MAX
    wrong = None  # the stripped texts that the field refused; None when it refused all of them

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, "", attrs)
        widget, given = context["widget"], [text for text in value or [] if text.strip()]
        is_invalid = "aria-invalid" in widget["attrs"]
        shown = [*given[: self.count_max], ""][: self.count_max]
        widget["values"] = [(text, is_invalid and self._is_wrong(text.strip())) for text in shown]
        widget["described_by"] = widget["attrs"].get("aria-describedby", "")
        return context

    def _is_wrong(self, text):
        return bool(text) if self.wrong is None else text in self.wrong


class TagsInput(PairsInput):
    template_name = "threadsui/partials/tags_input.html"
    count_max = TAGS_MAX
