"""What templates need to draw the components: icons, states, times, ids, counters, navigation."""

import datetime
import functools
import re
import unicodedata

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from lucide.templatetags.lucide import lucide

from threadsui.moments import Moments
from threadsui.words import number

register = template.Library()

# state: (icon, word). The look is pill.css, by data-state.
PILLS = {
    "accepted": ("circle-check", _("Created")),
    "created": ("circle-check", _("Created")),
    "done": ("circle-check", _("Done")),
    "sending": ("refresh-cw", _("Sending")),
    "unknown": ("circle-question-mark", _("Unknown")),
    "refused": ("circle-x", _("Refused")),
    "not_sent": ("unplug", _("Not sent")),
    "deleted": ("trash-2", _("Deleted")),
    "gone": ("circle-slash", pgettext_lazy("in a narrow column", "Gone upstream")),
    "changed": ("git-compare", pgettext_lazy("in a narrow column", "Changed remotely")),
    "held": ("lock", pgettext_lazy("in a narrow column", "Legal hold")),
    "denied": ("lock", _("Denied")),
    "stopped": ("circle-x", _("Stopped")),
    "expiring": ("triangle-alert", _("Expiring")),
    "draft": ("pencil", _("Draft")),
    "sandbox": ("box", _("Sandbox")),
}
BANNER_ICONS = {
    "danger": "circle-x",
    "warn": "triangle-alert",
    "unknown": "circle-question-mark",
    "success": "circle-check",
}
TOAST_ICONS = {"success": "circle-check", "warning": "triangle-alert", "error": "circle-x"}
BETWEEN_TAGS = re.compile(r">\s+<")
AVATAR_TONES = ("accent", "info", "warn", "unknown", "neutral")

# The first part of a view's name that fits decides which menu entry is the current one.
SECTIONS = (
    ("overview", "overview"),
    ("thread_create", "create"),
    ("thread_import", "import"),
    ("draft_", "drafts"),
    ("preset_", "presets"),
    ("snippet_", "presets"),
    ("thread_", "threads"),
    ("tag_", "threads"),
    ("metadata_", "threads"),
    ("message_", "threads"),
    ("operation_", "threads"),
    ("note_", "threads"),
    ("mention_", "mentions"),
    ("submission_", "submissions"),
    ("call_", "calls"),
    ("audit_", "audit"),
    ("member_", "team"),
    ("group_", "team"),
    ("connection_", "connections"),
)


@functools.lru_cache(maxsize=256)
def drawn_icon(name: str, extra_class: str = "") -> str:
    names = f"icon {extra_class}".strip()
    drawn = lucide(name, size=16, **{"class": names, "aria-hidden": "true"})
    return SafeString(BETWEEN_TAGS.sub("><", drawn).strip())


class IconNode(template.Node):
    """An icon whose name is known only when the page is drawn."""

    def __init__(self, arguments):
        self.arguments = arguments

    def render(self, context):
        return drawn_icon(*[argument.resolve(context) for argument in self.arguments])


@register.tag
def icon(parser, token):
    """`{% icon "copy" "extra-class" %}`: an inline lucide icon, hidden from screen readers: the words beside it speak.

    One with a literal name is drawn as the template is read, for a composer of 32 messages has several hundred.
    """
    arguments = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if all(isinstance(argument.var, str) and not argument.filters for argument in arguments):
        return template.base.TextNode(drawn_icon(*[argument.var for argument in arguments]))
    return IconNode(arguments)


@register.filter
def pill_icon(state: str) -> str:
    return PILLS.get(state, ("circle-dashed", ""))[0]


@register.filter
def pill_word(state: str) -> str:
    return str(PILLS.get(state, ("", str(state).replace("_", " ").capitalize()))[1])


@register.filter
def banner_icon(tone: str) -> str:
    return BANNER_ICONS.get(tone, "info")


@register.filter
def toast_icon(level: str) -> str:
    return TOAST_ICONS.get(level, "info")


@register.filter
def status_tone(status: int | None) -> str:
    """success for 2xx, warn for 429, danger for the rest, unknown for no answer at all."""
    if not status:
        return "unknown"
    if status == 429:
        return "warn"
    return "success" if 200 <= status < 300 else "danger"


@register.filter
def avatar_tone(person: object) -> str:
    """The same colour for the same person, everywhere."""
    return AVATAR_TONES[sum(str(person).encode()) % len(AVATAR_TONES)]


@register.filter
def initials(name: str) -> str:
    """Up to two letters: of the first and the last word, else of the only one."""
    words = [word for word in str(name).replace(".", " ").replace("_", " ").split() if word]
    if not words:
        return "?"
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return unicodedata.normalize("NFC", letters).upper()


@register.filter
def shorten(identifier: str, length: int = 22) -> str:
    """thread_Zf2Qm8LxVt0cKb7RjH3wYpNe → thread_Zf2Q…YpNe: cut in the middle, both ends kept."""
    text = str(identifier)
    if len(text) <= length:
        return text
    tail = 4
    return f"{text[: length - tail - 1]}…{text[-tail:]}"


@register.simple_tag
def moment(value: datetime.datetime | None, style: str = "short") -> str:
    """A <time> in the reader's zone, with UTC in its title.

    `style`: short (12:04 today, then 18 Nov 12:04, then 18 Nov 2025), minute, seconds, stamp,
    long, day.
    """
    return "" if value is None else Moments().drawn(value, style)


@register.filter
def counter(bound_field) -> str:
    """ "231 / 256,000" for a control that has data-counter; characters as the server counts them."""
    maximum = bound_field.field.widget.attrs.get("data-counter")
    if not maximum:
        return ""
    return f"{number(len(str(bound_field.value() or '')))} / {number(int(maximum))}"


@register.filter
def foot_counter(bound_field) -> str:
    """The counter below a control; none when the page places it elsewhere (data-counter-placed)."""
    if "data-counter-placed" in bound_field.field.widget.attrs:
        return ""
    return counter(bound_field)


@register.filter
def is_select(bound_field) -> bool:
    return getattr(bound_field.field.widget, "input_type", "") == "select"


@register.filter
def is_checkbox(bound_field) -> bool:
    return getattr(bound_field.field.widget, "input_type", "") == "checkbox" and not (
        bound_field.use_fieldset
    )


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(
    context,
    section,
    label,
    icon_name,
    url_name,
    query="",
    count=0,
    is_urgent=True,
    badge="",
    key="",
):
    """One entry of the sidebar. `section` is what `SECTIONS` says, or "unknown"; `key` goes there, as "g t"."""
    return {
        "href": reverse(f"threadsui:{url_name}") + query,
        "label": label,
        "icon_name": icon_name,
        "count": count,
        "is_urgent": is_urgent,
        "badge": badge,
        "key": key,
        "is_current": current_section(context.get("request")) == section,
    }


def current_section(request) -> str:
    match = getattr(request, "resolver_match", None)
    name = match.url_name if match and match.url_name else ""
    if name == "submission_list" and request.GET.get("q") == "is:open":
        return "unknown"
    return next((section for prefix, section in SECTIONS if name.startswith(prefix)), "")
