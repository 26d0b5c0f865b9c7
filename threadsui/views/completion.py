"""What the search box above the list of threads offers while one types."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from threadsui.queries import completion as queries
from threadsui.search import ME, TEXT_MAX, THREADS, Kind, Value, parse
from threadsui.search.typed import Part, Typed, typed_in
from threadsui.words import number

from .keeping import silent_when_signed_out
from .permissions import requires

NAMES_FROM = 2  # letters, before people and tags are offered for a word
VOCABULARIES = {Kind.CHOICE, Kind.PERSON, Kind.CONNECTION, Kind.TAG}


@dataclass(frozen=True)
class Offer:
    """One option. `text` is what takes the place of what was typed; it ends in a space when the term is complete."""

    text: str
    label: str
    detail: str = ""


@silent_when_signed_out
@requires("threadsui.view_thread")
@require_safe
def thread_completion(request):
    """`?q=` is the text before the caret."""
    text = request.GET.get("q", "").replace("\0", "").lstrip()
    typed = typed_in(text) if len(text) <= TEXT_MAX else None
    offers = list(_offers(typed, request.user)) if typed else []
    is_known = any(_is_typed(offer, typed) for offer in offers)
    context = {
        "typed": typed,
        "offers": [] if is_known and len(offers) == 1 else offers,
        # What would be refused, or find nothing, until the rest is typed: the list need not be asked for it.
        "is_unfinished": bool(parse(text).errors) or (_is_chosen(typed) and not is_known),
    }
    return render(request, "threadsui/partials/search_offers.html", context)


def _is_typed(offer, typed):
    return offer.label.casefold() == typed.beginning.casefold()


def _is_chosen(typed):
    """Whether only what is offered makes sense there."""
    if typed is None or typed.part is Part.WORD:
        return False
    return typed.part is Part.NAME or typed.key.kind in VOCABULARIES


def _offers(typed: Typed, reader):
    if typed.part is Part.WORD:
        return _for_word(typed.beginning)
    if typed.part is Part.NAME:
        return _names(typed.beginning)
    return _values(typed, reader)


def _for_word(beginning):
    """Keys; then, of a longer word, what would be its value."""
    keys = (
        Offer(f"{key.name}{'.' if key.kind is Kind.PAIR else ':'}", key.name, str(key.label))
        for key in THREADS.keys
        if key.name.startswith(beginning.lower())
    )
    if not beginning:
        return keys
    names = _names(beginning, prefix="metadata.")
    if len(beginning) < NAMES_FROM:
        return chain(keys, names)
    people = _people(beginning, prefix="creator:")
    return chain(keys, names, people, _tags(beginning, prefix="tag:"))


def _names(beginning, prefix=""):
    for used in queries.metadata_keys(beginning):
        label = f"{prefix}{used.text}"
        yield Offer(f"{prefix}{Value(used.text)}:", label, _threads(used.count))


def _values(typed, reader):
    kind, beginning = typed.key.kind, typed.beginning
    if kind is Kind.PAIR:
        return _pair_values(typed.name, beginning)
    choices = _choices(typed.key, beginning, reader)
    if kind is Kind.PERSON:
        return chain(choices, _people(beginning))
    if kind is Kind.CONNECTION:
        return (
            Offer(f"{Value(one.slug)} ", one.slug, one.name)
            for one in queries.connections(beginning)
        )
    if kind is Kind.TAG:
        return _tags(beginning)
    if kind in {Kind.DAY, Kind.DAYS}:
        return _days(kind, beginning)
    return choices


def _choices(key, beginning, reader):
    for value, label in key.choices.items():
        if value.startswith(beginning.lower()):
            yield Offer(f"{value} ", value, reader.display_name if value == ME else str(label))


def _pair_values(name, beginning):
    if not beginning:
        yield Offer("* ", "*", _("any value"))
    for used in queries.metadata_values(name, beginning):
        yield Offer(f"{Value(used.text)} ", used.text, _threads(used.count))


def _people(beginning, prefix=""):
    for person in queries.people(beginning):
        name = person.username
        # Without a prefix “me” is offered as the reader; somebody of that name is found by their other names.
        if name != ME:
            yield Offer(f"{prefix}{Value(name)} ", f"{prefix}{name}", person.display_name)


def _tags(beginning, prefix=""):
    for tag in queries.tags(beginning):
        yield Offer(f"{prefix}{Value(tag.name)} ", f"{prefix}{tag.name}")


def _days(kind, beginning):
    today = timezone.localdate()
    week = today - timedelta(days=6)
    offered = [("today", f"{today}"), ("yesterday", "")]
    if kind is Kind.DAYS:
        offered += [(f"{week}..", _("the last 7 days")), (f"{today:%Y-%m}", _("this month"))]
    else:
        offered += [
            (f"{week}", _("a week ago")),
            (f"{today.replace(day=1)}", _("the first of this month")),
        ]
    for text, label in offered:
        if text.startswith(beginning.lower()):
            yield Offer(f"{text} ", text, label)


def _threads(count):
    """How many threads have it."""
    if count > queries.COUNTED_MAX:
        return f"{number(queries.COUNTED_MAX)}+"
    return number(count)
