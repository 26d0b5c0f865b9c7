"""The component sheet: every component in every state, for those who build the console. Nowhere but in demo and debug.

Two pages, because together their styles would be heavier than any page of the console may be.
"""

from datetime import timedelta
from functools import wraps

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from threadsui.models import Role, Tag
from threadsui.templatetags.ui import PILLS

TOKENS = (
    *("canvas", "surface", "sunken", "hover", "raised", "border", "border-strong", "border-input"),
    *("fg", "fg-2", "fg-3", "accent", "accent-hover", "accent-fill", "accent-soft", "on-accent"),
    *("accent-on-soft", "success", "success-soft", "warn", "warn-soft", "danger", "danger-soft"),
    *("danger-fill", "on-danger", "unknown", "unknown-soft", "info", "info-soft"),
)
BODY = {
    "messages": [
        {"role": "user", "content": "The tent from order NV-20418835 arrived with a snapped pole."}
    ],
    "metadata": {"order_id": "NV-20418835", "gold": True, "rows": 12, "note": None},
}
CHANGES = {
    "metadata": {
        "old": {"order_id": "NV-20418835", "customer_tier": "silver", "locale": "en"},
        "new": {"order_id": "NV-20418835", "customer_tier": "gold", "channel": "email"},
    }
}
PAIRS = [("order_id", "NV-20418835"), ("locale", "ar-AE")]
TABS = [
    {"label": "JSON", "href": "#tabs", "is_current": True},
    {"label": "cURL", "href": "#tabs"},
    {"label": "Calls", "href": "#tabs", "count": 2},
]


class SampleForm(forms.Form):
    """One field for each state that a field may be in."""

    plain = forms.CharField(help_text="Order number from the packing slip")
    optional = forms.CharField(required=False)
    counted = forms.CharField(
        help_text="Up to 64 characters",
        widget=forms.TextInput(attrs={"maxlength": 64, "data-counter": "64", "data-mono": ""}),
    )
    wrong = forms.CharField(max_length=5)
    choice = forms.ChoiceField(choices=[("eu", "Production EU"), ("us", "Production US")])
    disabled = forms.CharField(disabled=True, initial="Production EU", help_text="Set by your lead")
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    agreed = forms.BooleanField(label="Keep a draft", required=False)
    store = forms.ChoiceField(
        label="Vector store",
        choices=[("new", "New vector store"), ("existing", "Existing")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["optional"].show_optional = True


SAMPLE = {
    "plain": "NV-20418835",
    "counted": "order_id",
    "wrong": "order_id",
    "choice": "eu",
    "long": "The tent arrived with a snapped pole.",
    "agreed": "on",
    "store": "new",
}


def only_for_builders(view):
    """404 outside demo and debug mode; there, for staff and admins."""

    @wraps(view)
    def checked(request):
        if not (settings.DEMO or settings.DEBUG):
            raise Http404
        if not (request.user.is_staff or request.user.role == Role.ADMIN):
            raise PermissionDenied("You need the Admin role to open the component sheet.")
        return view(request)

    return checked


@require_safe
@only_for_builders
def styleguide(request):
    form = SampleForm(SAMPLE)
    form.is_valid()
    context = {
        "form": form,
        "tokens": TOKENS,
        "states": PILLS,
        "statuses": [200, 429, 400, 503, None],
        "people": ["Priya Raman", "Tomás Ferreira", "Keiko Okafor", "Ismail Said", "Dana Weiß"],
        "tones": ["danger", "warn", "unknown", "info", "success", "neutral"],
        "pairs": PAIRS,
        "tags": [Tag(name=tone or "plain", tone=tone) for tone in ("", *Tag.Tone.values)],
        "body": BODY,
        "tabs": TABS,
    }
    return render(request, "threadsui/styleguide.html", context)


@require_safe
@only_for_builders
def styleguide_records(request):
    now = timezone.now()
    context = {
        "moments": [now, now - timedelta(days=2), now - timedelta(days=400)],
        "changes": CHANGES,
        "pairs": PAIRS,
    }
    return render(request, "threadsui/styleguide_records.html", context)
