"""Forms that own forms: rows in formsets, and formsets in rows, each under `prefix-name`."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, BaseFormSet
from django.forms.renderers import get_default_renderer
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .sentences import too_many, unsent


class SharedFields(dict):
    """Fields that all forms of a class use together.

    Django copies them for each form, so that one form may change its own. Here a form that does copies that one field
    itself: a composer has hundreds of rows, and copying all of them would be a tenth of a create.
    """

    def __deepcopy__(self, memo):
        return dict(self)


class NestedForm(forms.Form):
    """A form with child forms and formsets: `nested` names them and their classes, `children` are they.

    `initial` holds a child's values under its name: a list of rows for a formset, a dict for a form.
    """

    nested = {}
    number = index = (
        ""  # of a row in its formset, from 1 and from 0, as text: templates draw it faster
    )
    focus = None  # the control that says `autofocus` when the form is drawn
    says_nothing = frozenset()  # fields that do not make a form filled in, such as a message's role

    def __init__(self, data=None, *, initial=None, **kwargs):
        if not isinstance(self.base_fields, SharedFields):
            type(self).base_fields = SharedFields(self.base_fields)
        super().__init__(data, initial=initial, **kwargs)
        self.children = {
            name: kind(
                self.data if self.is_bound else None,
                prefix=self.add_prefix(name),
                initial=(initial or {}).get(name),
            )
            for name, kind in self.nested.items()
        }
        for name, child in self.children.items():
            setattr(self, name, child)

    def __getitem__(self, name):
        """As Django's, but quick to say no: templates try this first for whatever they look up on a form."""
        if name not in self.fields:
            raise KeyError(name)
        return super().__getitem__(name)

    def is_valid(self):
        return all([super().is_valid(), *[child.is_valid() for child in self.children.values()]])

    @cached_property
    def typed(self):
        """The own fields as they were typed or prefilled, unvalidated, by name; "" for nothing."""
        values = {name: self[name].value() for name in self.fields}
        return {name: "" if value is None else value for name, value in values.items()}

    @cached_property
    def is_blank(self):
        """True while nothing that counts was filled in, whether by a person or by `initial`."""
        if any(value for name, value in self.typed.items() if name not in self.says_nothing):
            return False
        return all(child.is_blank for child in self.children.values())

    def has_changed(self):
        return not self.is_blank

    @property
    def page_order(self):
        """The names of the fields and of the children, as they follow each other on the page."""
        return [*self.fields, *self.children]

    @cached_property
    def control(self):
        """By field: the attributes that tie a control to its label and its error, and take the focus.

        Made here because templates are slow at it: a composer may hold a thousand controls. All of it is our own
        text; what people typed never gets in.
        """
        return {name: self._attributes(name) for name in self.fields}

    def _attributes(self, name):
        field = self.add_prefix(name)
        text = f'id="id_{field}" name="{field}"'
        if self.focus == name:
            text += " autofocus"
        if self.is_bound and name in self.errors:
            text += f' aria-invalid="true" aria-describedby="id_{field}_error"'
        return mark_safe(text)  # noqa: S308  names and numbers of ours, see `control`

    @property
    def p(self):
        """The prefix, known to need no escaping: made of our names and numbers."""
        return mark_safe(self.prefix or "")  # noqa: S308

    @property
    def has_errors(self):
        if not self.is_bound:
            return False
        return bool(self.errors) or any(child.has_errors for child in self.children.values())

    def values(self):
        """What was typed, unvalidated, in the shape that `initial` takes."""
        return self.typed | {name: child.values() for name, child in self.children.items()}

    def drop_errors(self, *names):
        """Do not judge what was left in a branch that is not chosen."""
        for name in names:
            self._errors.pop(name, None)

    def leave_unjudged(self):
        self._errors = ErrorDict()
        for child in self.children.values():
            child.leave_unjudged()


class RowCount:
    """What a formset needs of Django's management form, of which only TOTAL_FORMS matters here.

    Nothing is counted as there before. One form less to validate for each formset of each row.
    """

    def __init__(self, name, text):
        is_number = text.isascii() and text.isdigit() and len(text) < 7
        self.cleaned_data = {TOTAL_FORM_COUNT: int(text) if is_number else 0, INITIAL_FORM_COUNT: 0}
        self.errors = {} if is_number else {name: text}

    def is_valid(self):
        return not self.errors

    def add_prefix(self, name):
        return name


class RowFormSet(BaseFormSet):
    """Rows of one form. A blank row is no row; an absent management form means that there are none."""

    focus = None
    extra = min_num = 0
    max_num = 1_000  # rows that count
    absolute_max = 1_000  # rows, blank ones included
    can_order = can_delete = validate_max = validate_min = False
    noun = _("rows")
    row_label = _("row")
    default_error_messages = {
        "missing_management_form": format_lazy(
            "{} {}",
            unsent(_("The number of rows is no number that makes sense.")),
            _("Reload the page and try again."),
        ),
        "too_many_forms": format_lazy(
            "{} {}", unsent(_("There are far too many rows for one form.")), _("Remove some.")
        ),
    }

    def __init__(self, data=None, **kwargs):
        self.renderer = get_default_renderer()
        super().__init__(data, **kwargs)

    @cached_property
    def management_form(self):
        if not self.is_bound:
            return super().management_form
        name = f"{self.prefix}-{TOTAL_FORM_COUNT}"
        return RowCount(name, str(self.data.get(name, 0)).strip())

    def get_form_kwargs(self, index):
        return {"empty_permitted": True}

    def add_fields(self, form, index):
        form.number = mark_safe(str(index + 1))  # noqa: S308  a number
        form.index = mark_safe(str(index))  # noqa: S308  a number

    @cached_property
    def kept(self):
        """The rows with something in them, in their order: what is sent."""
        return [form for form in self.forms if not form.is_blank]

    @cached_property
    def is_blank(self):
        return all(form.is_blank for form in self.forms)

    @property
    def p(self):
        return mark_safe(self.prefix)  # noqa: S308  made of our names and numbers

    @property
    def management(self):
        """Django's management form, as much of it as counts."""
        name, count = self.prefix, len(self.forms)
        return mark_safe(  # noqa: S308  made of our names and numbers
            f'<input type="hidden" name="{name}-TOTAL_FORMS" value="{count}">'
        )

    @property
    def used(self):
        """`2/16`: rows that count, and how many may."""
        return f"{len(self.kept)}/{self.max_num}"

    @property
    def is_full(self):
        return len(self.forms) >= self.max_num

    @property
    def has_errors(self):
        if not self.is_bound:
            return False
        return bool(self.non_form_errors()) or any(form.has_errors for form in self.forms)

    @property
    def is_open(self):
        """Whether a disclosure around the rows has to be open: to show an error, or to hold the focus."""
        return bool(self.focus) or any(form.focus for form in self.forms) or self.has_errors

    def values(self):
        return [form.values() for form in self.forms]

    def clean(self):
        if len(self.kept) > self.max_num:
            raise ValidationError(too_many(len(self.kept), self.max_num, self.noun))

    def add_error(self, message):
        """An error of the rows as a set, found after validation."""
        self.non_form_errors().append(message)

    def leave_unjudged(self):
        self._errors, self._non_form_errors = [], self.error_class()
        for form in self.forms:
            form.leave_unjudged()
