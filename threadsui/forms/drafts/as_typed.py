"""The body that a composer stands for while it is being filled in: exact once it is valid, before that as typed."""

import json
import uuid

from threadsui.api import schema

from ..composer.places import walk
from ..fields import CheckedField, IdentifierListField, TextField, numbered_lines
from ..nested import RowFormSet
from .form_data import form_data


def judged(form):
    """`form` if it holds posted data, else one of its kind with its initial values, judged as if posted."""
    if form.is_bound:
        return form
    return type(form)(
        form_data(form.values() | {"token": uuid.uuid4()}),
        connections=form.fields["connection"].choices,
        default_connection=form.default_connection,
    )


def body_shown(form):
    """(body, its JSON text): to the byte what is sent; with problems, what was typed as far as a body can say it."""
    if form.is_valid() or form.body is not None:
        return schema.canonical(form.body), schema.canonical_json(form.body)
    for owner, _words in walk(form):
        if not isinstance(owner, RowFormSet):
            _accept_as_typed(owner)
    body = form.payload()
    return body, json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _accept_as_typed(form):
    cleaned = form.__dict__.setdefault("cleaned_data", {})
    for name, field in form.fields.items():
        if name not in cleaned:
            cleaned[name] = _plain(field, form.typed[name])


def _plain(field, value):
    if isinstance(field, IdentifierListField):
        return [line for _number, line in numbered_lines(value)]
    return field.to_python(value) if isinstance(field, TextField | CheckedField) else value
