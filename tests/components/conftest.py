import pytest
from django.template import Context, Template
from django.template.loader import render_to_string


@pytest.fixture
def component():
    """Renders templates/components/NAME.html with the given context."""
    return lambda component, /, **context: render_to_string(f"components/{component}.html", context)


@pytest.fixture
def inline():
    """Renders a line of template that loads our tags."""
    return lambda source, /, **context: Template("{% load ui code %}" + source).render(
        Context(context)
    )
