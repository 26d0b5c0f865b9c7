"""Posts of the composer's form, and what becomes of them."""

import uuid

from django.http import QueryDict

from threadsui.api import schema
from threadsui.forms.composer.places import problems
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data

ONE = {"messages-TOTAL_FORMS": "1", "messages-0-role": "user", "messages-0-content": "Hi"}
PAIR = {"metadata-TOTAL_FORMS": "1", "metadata-0-key": "k", "metadata-0-value": "v"}
STATIC = {"file_search": "new", "vector_store-chunking": "static"}
SIZE = "vector_store-max_chunk_size_tokens"
OVERLAP = "vector_store-chunk_overlap_tokens"


def posted(fields):
    """The form of these fields, with a token of its own; a field that is None is left out."""
    data = QueryDict(mutable=True)
    for name, value in ({"token": str(uuid.uuid4())} | fields).items():
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return ComposerForm(data, connections=[("sandbox", "Sandbox")], default_connection="sandbox")


def body_of(fields):
    form = posted(fields)
    assert form.is_valid(), problems(form)
    return schema.canonical(form.body)


def errors_of(fields):
    """{id of the control: the sentence}"""
    form = posted(fields)
    assert not form.is_valid()
    return {problem.target: problem.message for problem in problems(form)}


def filled(**values):
    """The fields of a body that is written down: `filled(metadata=[{"key": "a", "value": "1"}])`."""
    return form_data(values).dict()
