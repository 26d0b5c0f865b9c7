"""The tags that draw a piece of a page once: `kept` for what is the same for many, `stencil` for the rows of a list."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from threadsui.templatetags.stencils import stencil_of

KEPT = "{% load i18n kept %}{% kept place %}{% translate 'Copied' %} {{ other }}{% endkept %}"
ROWS = """{% load stencils %}{% stencil rows hidden %}<i>{% if 'by' not in hidden %}{{ row.by }}{% endif %}: \
{{ row.said }} 100 %</i>{% endstencil %}"""
HOSTILE = "<script>%(by)s</script>"


def test_kept_piece_is_drawn_once_for_each_language_and_value():
    template = Template(KEPT)

    def drawn(place, other):
        return template.render(Context({"place": place, "other": other}))

    assert [drawn(1, "a"), drawn(1, "b"), drawn(2, "b")] == ["Copied a", "Copied a", "Copied b"]
    with translation.override("de"):
        assert drawn(1, "c") == "Kopiert c"
    assert drawn(1, "d") == "Copied a"


def test_kept_pieces_of_many_values_are_forgotten_again():
    template = Template(KEPT)
    for place in range(1_000):
        template.render(Context({"place": place}))
    [node] = [node for node in template.nodelist if hasattr(node, "drawn")]
    assert len(node.drawn) <= 256


def test_stencil_fills_its_gaps_and_escapes_what_is_not_safe():
    template = Template(ROWS)
    rows = [{"by": "Ana", "said": HOSTILE}, {"by": None, "said": 1234}]

    assert template.render(Context({"rows": rows, "hidden": frozenset()})) == (
        "<i>Ana: &lt;script&gt;%(by)s&lt;/script&gt; 100 %</i><i>: 1234 100 %</i>"
    )
    hidden = Context({"rows": rows[1:], "hidden": frozenset({"by"})})
    assert template.render(hidden) == "<i>: 1234 100 %</i>"


def test_stencil_that_asks_its_rows_is_refused():
    source = "{% load stencils %}{% stencil rows %}{% if row.by %}x{% endif %}{% endstencil %}"
    with pytest.raises(TemplateSyntaxError, match="cannot ask them"):
        Template(source).render(Context({"rows": []}))


def test_component_is_a_stencil_as_well():
    chip = stencil_of("components/row_chip.html")

    assert chip.filled({"key": "a<b", "value": "7"}) == (
        '<span class="chip" title="a&lt;b = 7"><b>a&lt;b</b><span>7</span></span>'
    )
