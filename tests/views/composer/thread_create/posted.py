"""A form as the composer posts it, and what its pages hold."""

import re
import uuid

from tests import payloads
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data

URL = "/threads/new/"
HTMX = {"HX-Request": "true", "HX-Target": "composer"}
ALL_OF_IT = payloads.P1_NEW_STORE | {"messages": payloads.P7["messages"] + payloads.P8["messages"]}


def fields(payload=None, **extra):
    values = ComposerForm.values_of(payload or {}) | {"token": str(uuid.uuid4())} | extra
    return dict(form_data(values).lists())


def token_in(response):
    return re.search(r'name="token" value="([^"]*)"', response.text)[1]
