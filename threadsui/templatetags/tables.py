"""`table`: what every list of the console has around its head and rows."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

TABLE = (
    '<div class="list-scroll" tabindex="0" role="region" aria-label="{}">'
    '<table class="table{}" data-cards{}>{}</table></div>'
)


@register.simple_block_tag(end_name="endtable")
def table(
    content: SafeString, label: str, *, kind: str = "", density: str = "", is_dense: bool = False
) -> SafeString:
    """{% table _("Drafts") %}<thead>…<tbody>…{% endtable %}: scrolls by itself, and by keyboard; cards on a phone.

    `label`: what a screen reader calls it. `kind`: a class of its own. `is_dense`: rows of one line each.
    """
    attributes = {"data-density": density or False, "data-dense": is_dense}
    return format_html(TABLE, label, kind and f" {kind}", flatatt(attributes), content)
