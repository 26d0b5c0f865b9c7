"""`kept`: a piece of a page that says the same for many requests is drawn once and remembered."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()

KEPT_MAX = 256  # of one place in one template


class KeptNode(Node):
    """Its content for each language and each value of what it depends on."""

    def __init__(self, nodelist: NodeList, depends_on: list[FilterExpression]):
        self.nodelist = nodelist
        self.depends_on = depends_on
        self.drawn: dict[tuple[object, ...], str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), *(value.resolve(context) for value in self.depends_on))
        drawn = self.drawn.get(key)
        if drawn is None:
            if len(self.drawn) >= KEPT_MAX:
                self.drawn.clear()
            drawn = self.drawn[key] = self.nodelist.render(context)
        return drawn


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """{% kept density hidden %}…{% endkept %}: it may depend on nothing but these values, hashable ones.

    So nothing of a person, and no token of a form, unless it is named.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)
