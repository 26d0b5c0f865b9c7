"""The tag `phrase`: translated per language, escaped, as fast as it has to be because it asks for the language once."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def drawn(source, language="en", **values):
    with translation.override(language):
        return Template("{% load phrases %}" + source).render(Context(values))


def test_phrase_is_written_as_it_stands_in_english():
    assert drawn('{% phrase _("Add pair") %}') == "Add pair"


def test_phrase_fills_its_placeholders():
    assert drawn('{% phrase _("Key %(number)s") number=place %}', place=1234) == "Key 1234"


def test_phrase_escapes_what_it_is_given():
    assert drawn('{% phrase _("Copy %(what)s") what=name %}', name="<b>") == "Copy &lt;b&gt;"


def test_one_template_is_drawn_in_each_language_in_turn():
    template = Template('{% load phrases %}{% phrase _("Add pair") %}')
    with translation.override("de"):
        german = template.render(Context())
    with translation.override("en"):
        english = template.render(Context())

    assert (german, english) == ("Paar hinzufügen", "Add pair")


@pytest.mark.parametrize("source", ['{% phrase "Add" %}', '{% phrase _("Add") number %}'])
def test_phrase_that_no_catalogue_would_have_is_refused_when_the_template_is_read(source):
    with pytest.raises(TemplateSyntaxError):
        drawn(source)
