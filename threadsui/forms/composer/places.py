"""Where an error stands: in words for a person, and as the id of the control to go to."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..nested import RowFormSet

LABELS = {
    "messages": _("messages"),
    "metadata": _("metadata"),
    "vector_store": _("new vector store"),
    "code_interpreter_file_ids": _("code interpreter files"),
    "vector_store_ids": _("vector store id"),
    "file_search": _("file search"),
    "max_chunk_size_tokens": _("chunk size"),
    "chunk_overlap_tokens": _("chunk overlap"),
    "file_ids": _("files"),
    "connection": _("connection"),
    "title": _("title"),
    "role": _("role"),
    "tools": _("tools"),
    "parts": _("parts"),
    "attachments": _("attachments"),
}
THREAD_METADATA = _("thread metadata"), _("thread metadata row")


@dataclass(frozen=True)
class Place:
    """A field of a form; a form or a formset as a whole when `field` is None.

    `words` lead to it from the outside: lazy names, or a name with the number of a row.
    """

    owner: Any
    field: str | None
    words: tuple[str | tuple[str, int], ...] = ()
    line: int | None = None  # of a field that holds one id per line

    @property
    def label(self):
        """`Message 2, attachment 1`; empty for the whole form."""
        text = self.in_a_sentence
        return text[:1].upper() + text[1:]

    @property
    def in_a_sentence(self):
        """`message 2, attachment 1`, with the capitals that the language itself asks for."""
        words = [
            "{} {}".format(*word) if isinstance(word, tuple) else str(word) for word in self.words
        ]
        if self.field in LABELS:
            words.append(str(LABELS[self.field]))
        if self.line:
            words.append(gettext("line %(number)s") % {"number": self.line})
        return ", ".join(words)

    @property
    def target(self):
        """The id of the element to link to; empty for the whole form."""
        if self.field:
            return self.owner[self.field].auto_id
        return self.owner.prefix or ""

    def add_error(self, message):
        if self.line:
            message = gettext("Line %(number)s: %(error)s") % {
                "number": self.line,
                "error": message,
            }
        if isinstance(self.owner, RowFormSet):
            self.owner.add_error(message)
        else:
            self.owner.add_error(self.field, message)


@dataclass(frozen=True)
class FieldProblem:
    """One error message, at its place."""

    place: Place
    message: str

    @property
    def label(self):
        return self.place.label or gettext("The form")

    @property
    def target(self):
        return self.place.target


def walk(form, words=()):
    """Every form and formset inside `form`, outermost first, with the words that lead there."""
    yield form, words
    for name, child in form.children.items():
        if not isinstance(child, RowFormSet):
            yield from walk(child, (*words, LABELS[name]))
            continue
        yield child, _words_to_rows(name, words)
        for row, row_words in _rows(name, child, words):
            yield from walk(row, row_words)


def problems(form, words=()):
    """Every error in `form`, in the order of the page; `words` lead to the form."""
    found = _errors_of(form, NON_FIELD_ERRORS, words)
    for name in form.page_order:
        child = form.children.get(name)
        if child is None:
            found += _errors_of(form, name, words)
        elif isinstance(child, RowFormSet):
            place = Place(child, None, _words_to_rows(name, words))
            found += [FieldProblem(place, message) for message in child.non_form_errors()]
            for row, row_words in _rows(name, child, words):
                found += problems(row, row_words)
        else:
            found += problems(child, (*words, LABELS[name]))
    return found


def _errors_of(form, field, words):
    place = Place(form, None if field in (NON_FIELD_ERRORS, "token") else field, words)
    return [FieldProblem(place, message) for message in form.errors.get(field, ())]


def _is_of_thread(name, words):
    return not words and name == "metadata"


def _words_to_rows(name, words):
    return (*words, THREAD_METADATA[0] if _is_of_thread(name, words) else LABELS[name])


def _rows(name, formset, words):
    """Each row of `formset` with the words that lead to it."""
    label = THREAD_METADATA[1] if _is_of_thread(name, words) else formset.row_label
    for number, row in enumerate(formset.forms, start=1):
        yield row, (*words, (label, number))


def words_to(form, owner):
    """The words that lead from `form` to `owner`, a form or formset inside it."""
    return next((words for found, words in walk(form) if found is owner), ())


def focus_on_first(found):
    """Let the first of these problems' controls say `autofocus`; False when it has none."""
    place = found[0].place if found else None
    if place is None or not place.field:
        return False
    place.owner.focus = place.field
    return True
