"""A pasted or uploaded body, or a line of an export, judged by the contract; every problem in plain words."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.api import schema
from threadsui.words import number, told

from ..composer.params import steps
from ..composer.row_counts import ROWS_MAX
from ..composer.thread_create import ComposerForm
from ..composer.tool_resources import BOTH_FORMS
from . import exported
from .document_errors import DocumentError, visible
from .reading import BYTES_MAX, decode, read_document
from .yaml_reader import Misread

ANSWER_KEYS = {"id", "object", "created_at"}


class ImportForm(forms.Form):
    """`body` (pasted) or `file`. Once valid: `payload` is a CreateThread, `values` the composer's `initial`."""

    body = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)
    payload = None
    text = ""

    def clean(self):
        try:
            self.text = self._text()
            exported.check_one_line(self.text)
            document = read_document(self.text)
            is_exported = exported.is_exported(document)
            self.payload = parse_body(exported.body_of(document) if is_exported else document)
        except DocumentError as exc:
            raise forms.ValidationError(str(exc)) from exc
        except schema.SchemaError as exc:
            raise forms.ValidationError([problem.message for problem in exc.problems]) from exc
        self.values = ComposerForm.values_of(schema.canonical(self.payload))
        if is_exported:
            self.values["title"] = exported.title_of(document)
        if _rows(self.values) > ROWS_MAX:
            raise forms.ValidationError(
                _("The form can show %(max)s rows; this body needs more. Make it smaller.")
                % {"max": number(ROWS_MAX)}
            )

    def _text(self):
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("body", "")
        if file is None:
            return pasted
        if pasted.strip():
            raise DocumentError(
                _(
                    "There is a pasted body and a file. Clear the text or leave the file out: one at a time."
                )
            )
        if file.size > BYTES_MAX:
            said = _("This file is %(size)s MiB; the limit is %(max)s MiB. Make it smaller.")
            values = {"size": number(file.size / 1024**2, 1), "max": BYTES_MAX // 1024**2}
            raise DocumentError(said % values)
        return decode(file.read())


def parse_body(value):
    """A decoded document as CreateThread. Raises DocumentError or SchemaError, both in plain words."""
    if isinstance(value, list):
        raise DocumentError(
            _(
                "This is a list. A body is one object with messages, metadata and tool_resources: "
                "import one body at a time."
            )
        )
    if not isinstance(value, dict):
        raise DocumentError(_("This is a single value. A body is an object, such as {}."))
    if value.get("object") == "thread" or set(value) >= ANSWER_KEYS:
        raise DocumentError(
            _(
                "This is a thread as a server answers it, not the body of a request. "
                "Remove id, object and created_at, and add its messages if it should have any."
            )
        )
    try:
        return schema.parse(schema.CreateThread, value)
    except schema.SchemaError as exc:
        problems = [_in_plain_words(problem, value) for problem in exc.problems[:100]]
        raise schema.SchemaError(problems) from exc


def _in_plain_words(problem, body):
    where = visible(problem.param) or _("The body")
    found = _value_at(body, problem.param)
    wants_text = "expected a string" in problem.message
    if isinstance(found, Misread) and wants_text:
        said = _(
            'must be text, but YAML reads %(text)s as %(kind)s; put it in quotes: "%(text)s".'
        ) % {"text": found, "kind": found.read_as}
    elif isinstance(found, (bool, int, float)) and wants_text:
        said = _('must be text; put it in quotes: "%(text)s".') % {"text": _spelled(found)}
    elif isinstance(found, Misread):
        said = _("has the wrong type: YAML reads %(text)s as %(kind)s.")
        said %= {"text": found, "kind": found.read_as}
    elif problem.code in PLAIN:
        said = PLAIN[problem.code]
    else:
        said = visible(told(problem.sentence, problem.values))
    return schema.Problem(problem.param, problem.code, f"{where}: {said}", problem.context)


PLAIN = {
    "unknown_parameter": gettext_lazy("no request has this. Remove it."),
    "missing_required_parameter": gettext_lazy("this is required, and missing."),
    "mutually_exclusive_parameters": BOTH_FORMS,
}


def _value_at(body, param):
    """The value that a path means. What follows `metadata.` is one key, whatever is in it."""
    head, found, key = param.partition("metadata.")
    value = body
    try:
        for step in steps(head + "metadata" if found else param):
            value = value[step]
        return value[key] if found else value
    except (KeyError, IndexError, TypeError):
        return None


def _spelled(value):
    return str(value).lower() if isinstance(value, bool) else value


def _rows(values):
    if isinstance(values, dict):
        return sum(_rows(value) for value in values.values())
    if isinstance(values, list):
        return len(values) + sum(_rows(value) for value in values)
    return 0
