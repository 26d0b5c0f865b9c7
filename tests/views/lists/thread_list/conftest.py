"""How the agent asks for the list."""

import pytest
from django.urls import reverse


@pytest.fixture
def ask(signed_in):
    def get(query=None):
        if isinstance(query, str):
            return signed_in.get(f"{reverse('threadsui:thread_list')}?{query}")
        return signed_in.get(reverse("threadsui:thread_list"), query)

    return get
