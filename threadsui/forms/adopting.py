"""Thread ids as people have them: lines, commas, whole addresses, lists in JSON; each once, in their order."""

import json
import re
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from threadsui.words import number

IDS_MAX = 1_000
TEXT_MAX = 400_000  # characters
SHOWN = 5  # of what cannot be read
DEPTH = 4  # of lists in lists
REMOTE_ID = re.compile(r"(?!\.+$)[\w.:~@+=-]{1,200}", re.ASCII)
IN_PATH = re.compile(r"/threads/([^/?#]+)")
NOTHING_STARTED = gettext_lazy("Nothing was started.")


class Unreadable(Exception):
    """`parts`: what is no id, as it was given."""

    def __init__(self, parts):
        super().__init__()
        self.parts = parts


def ids_in(text):
    """(ids, each once, in their order; how many more were repeated). Raises Unreadable."""
    found, wrong = [], []
    for part in _parts(text):
        (found if REMOTE_ID.fullmatch(part) else wrong).append(part)
    if wrong:
        raise Unreadable(wrong)
    ids = list(dict.fromkeys(found))
    return ids, len(found) - len(ids)


def _parts(text):
    try:
        value = json.loads(text) if text.lstrip()[:1] in {"[", "{"} else None
    except (ValueError, RecursionError):
        value = None
    if value is not None:
        return list(_in_json(value))
    words = re.split(r"[\s,;]+", text)
    return [_in_address(one) for word in words if (one := word.strip("\"'`[](){}<>"))]


def _in_json(value, depth=0):
    """Texts, and the `id` of objects, as lists of servers have them."""
    if isinstance(value, list) and depth < DEPTH:
        for one in value:
            yield from _in_json(one, depth + 1)
    elif isinstance(value, dict):
        inner = value.get("data") if "id" not in value else None
        yield from _in_json(inner, depth + 1) if inner is not None else [str(value.get("id", ""))]
    else:
        is_text = isinstance(value, str)
        yield _in_address(value.strip()) if is_text else f"{json.dumps(value)} in JSON"


def _in_address(text):
    """The id in an address that names one, else the text as it is."""
    if "/" not in text:
        return text
    try:
        path = urlsplit(text).path
    except ValueError:
        return text
    found = IN_PATH.search(path)
    return unquote(found[1]) if found else text


class LinesWidget(forms.Textarea):
    """As a textarea; several values of one name, as ticked boxes send them, are a line each."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return "\n".join(values)


class AdoptForm(forms.Form):
    """`ids` is pasted, or ticked in the server's list. Once valid: `remote_ids`, each once, and how many `repeated`."""

    connection = forms.ChoiceField(
        label=gettext_lazy("Connection"),
        error_messages={
            "required": gettext_lazy("Choose the connection. Nothing was started."),
            "invalid_choice": gettext_lazy(
                "This connection cannot be used any more. Nothing was started. Choose another."
            ),
        },
    )
    ids = forms.CharField(
        label=gettext_lazy("Thread ids"),
        required=False,
        max_length=TEXT_MAX,
        help_text=gettext_lazy(
            "One per line, or separated by commas or spaces; whole addresses and JSON lists will do. Up to 1,000."
        ),
        error_messages={
            "max_length": gettext_lazy(
                "This is more text than 1,000 ids need. Nothing was started. Paste the ids alone."
            )
        },
        widget=LinesWidget(
            attrs={"rows": 12, "data-mono": True, "dir": "ltr", "spellcheck": "false"}
        ),
    )
    use_required_attribute = False

    def __init__(self, data=None, *, connections, **kwargs):
        """`connections`: [(slug, name), …], those that the person may use."""
        super().__init__(data, **kwargs)
        self.fields["connection"].choices = connections
        self.remote_ids, self.repeated = [], 0

    def clean_ids(self):
        text = self.cleaned_data["ids"]
        try:
            self.remote_ids, self.repeated = ids_in(text)
        except Unreadable as exc:
            raise ValidationError(_unreadable(exc.parts)) from exc
        count = len(self.remote_ids)
        if not count:
            raise ValidationError(
                _("Paste the ids of the threads, or tick them in the server’s list.")
                + f" {NOTHING_STARTED}"
            )
        if count > IDS_MAX:
            said = _(
                "These are %(count)s ids; the limit is %(max)s at a time. Adopt them in parts."
            )
            values = {"count": number(count), "max": number(IDS_MAX)}
            raise ValidationError(f"{said % values} {NOTHING_STARTED}")
        return text


def _unreadable(parts):
    shown = ", ".join(f"“{part[:60]}”" for part in parts[:SHOWN])
    said = ngettext("%(parts)s is no thread id.", "%(parts)s are no thread ids.", len(parts)) % {
        "parts": shown
    }
    if len(parts) > SHOWN:
        more = len(parts) - SHOWN
        rest = ngettext("And %(more)s more like it.", "And %(more)s more like them.", more)
        said = f"{said} {rest % {'more': number(more)}}"
    return f"{said} {NOTHING_STARTED} {_('Correct them, or take them out.')}"
