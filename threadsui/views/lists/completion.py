"""What the search box above a list offers while one types."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from threadsui.queries.search import completion as queries
from threadsui.search import ME, TEXT_MAX, Kind, Value, Vocabulary, parse
from threadsui.search.typed import Part, Typed, typed_in
from threadsui.vocabularies import VOCABULARIES
from threadsui.words import number

from ..composer.keeping import silent_when_signed_out
from .names import list_or_404

NAMES_FROM = 2  # letters, before people and tags are offered for a word
CHOICES_MAX = 12  # offered of one key; what is typed narrows them
CHOSEN = {Kind.CHOICE, Kind.PERSON, Kind.CONNECTION, Kind.TAG}


@dataclass(frozen=True)
class Offer:
    """One option. `text` is what takes the place of what was typed; it ends in a space when the term is complete."""

    text: str
    label: str
    detail: str = ""


@silent_when_signed_out
@require_safe
def search_completion(request, list_name):
    """`?q=` is the text before the caret."""
    vocabulary = VOCABULARIES[list_or_404(request.user, list_name)]
    text = request.GET.get("q", "").replace("\0", "").lstrip()
    typed = typed_in(text, vocabulary) if len(text) <= TEXT_MAX else None
    offers = list(_offers(typed, request.user, vocabulary)) if typed else []
    is_known = any(_is_typed(offer, typed) for offer in offers)
    context = {
        "typed": typed,
        "offers": [] if is_known and len(offers) == 1 else offers,
        # What would be refused, or find nothing, until the rest is typed: the list need not be asked for it.
        "is_unfinished": bool(parse(text, vocabulary).errors)
        or (_is_chosen(typed) and not is_known),
    }
    return render(request, "threadsui/partials/search_offers.html", context)


def _is_typed(offer, typed):
    return offer.label.casefold() == typed.beginning.casefold()


def _is_chosen(typed):
    """Whether only what is offered makes sense there."""
    if typed is None or typed.part is Part.WORD:
        return False
    return typed.part is Part.NAME or typed.key.kind in CHOSEN


def _offers(typed: Typed, reader, vocabulary: Vocabulary):
    if typed.part is Part.WORD:
        return _for_word(typed.beginning, vocabulary)
    if typed.part is Part.NAME:
        return _names(typed.beginning)
    return _values(typed, reader)


def _for_word(beginning, vocabulary):
    """Keys; then, of a longer word, what would be its value."""
    keys = (
        Offer(f"{key.name}{'.' if key.kind is Kind.PAIR else ':'}", key.name, str(key.label))
        for key in vocabulary.keys
        if key.name.startswith(beginning.lower())
    )
    if not beginning:
        return keys
    names = _names(beginning, prefix="metadata.") if vocabulary.get("metadata") else ()
    if len(beginning) < NAMES_FROM:
        return chain(keys, names)
    person = next(key.name for key in vocabulary.keys if key.kind in {Kind.PERSON, Kind.NAME})
    tags = _tags(beginning, prefix="tag:") if vocabulary.get("tag") else ()
    return chain(keys, names, _people(beginning, prefix=f"{person}:"), tags)


def _names(beginning, prefix=""):
    for used in queries.metadata_keys(beginning):
        label = f"{prefix}{used.text}"
        yield Offer(f"{prefix}{Value(used.text)}:", label, _threads(used.count))


def _values(typed, reader):
    kind, beginning = typed.key.kind, typed.beginning
    if kind is Kind.PAIR:
        return _pair_values(typed.name, beginning)
    choices = _choices(typed.key, beginning, reader)
    if kind in {Kind.PERSON, Kind.NAME}:
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
    """Those that begin so; of a key with many also those with it further on."""
    wanted = beginning.lower()
    is_long = len(key.choices) > CHOICES_MAX
    found = (
        Offer(f"{value} ", value, reader.display_name if value == ME else str(label))
        for value, label in key.choices.items()
        if (wanted in value if is_long else value.startswith(wanted))
    )
    return islice(found, CHOICES_MAX)


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
