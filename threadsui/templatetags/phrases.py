"""`phrase`: a translation for what is drawn hundreds of times on one page.

`translate` takes some 28 µs and `blocktranslate` 42, most of it to find out the language once more, and a composer of
32 messages has a thousand of them. A phrase asks once per rendering of a template, and keeps its translations.
"""

from django import template
from django.template.base import (
    FilterExpression,
    Node,
    Parser,
    Token,
    Variable,
    render_value_in_context,
    token_kwargs,
)
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()

LANGUAGE = "phrase language"


class PhraseNode(Node):
    """The translation of `text` in the reader's language, with its placeholders filled and escaped."""

    def __init__(self, text: SafeString, values: dict[str, FilterExpression]):
        self.text = text
        self.values = values
        self.translations: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> str:
        # The top of the render context belongs to one rendering of one template.
        rendering = context.render_context.dicts[-1]
        if LANGUAGE not in rendering:
            rendering[LANGUAGE] = get_language()
        phrase = self.translations.get(rendering[LANGUAGE])
        if phrase is None:
            phrase = self.translations[rendering[LANGUAGE]] = gettext(self.text)
        if not self.values:
            return phrase
        return phrase % {
            name: _shown(value.resolve(context), context) for name, value in self.values.items()
        }


def _shown(value: object, context: Context) -> str | int:
    # Most are the numbers of rows. Localizing one takes 8 µs, to end as the same digits: they are not grouped.
    return value if type(value) is int else render_value_in_context(value, context)


@register.tag
def phrase(parser: Parser, token: Token) -> PhraseNode:
    """{% phrase _("Remove message %(number)s") number=message.number %}; without values, "%" is itself."""
    _, text, *values = token.split_contents()
    if not text.startswith(("_('", '_("')):
        raise template.TemplateSyntaxError('The text of a phrase is a literal: _("…").')
    pairs = token_kwargs(values, parser)
    if values:
        raise template.TemplateSyntaxError(f"A phrase takes name=value, not {values[0]}.")
    return PhraseNode(Variable(text).literal, pairs)
