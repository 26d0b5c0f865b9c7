"""How forms are drawn."""

from django.forms.renderers import TemplatesSetting


class ConsoleRenderer(TemplatesSetting):
    """Our own field template, found where all templates are."""

    field_template_name = "components/field.html"
