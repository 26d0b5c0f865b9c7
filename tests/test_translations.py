"""The catalogues fit the sources and are complete; German dates, numbers and plurals are German."""

import datetime
import gettext
import io
import re

import pytest
import time_machine
from django.utils import translation
from django.utils.html import strip_tags

from tests import catalogues, factories
from threadsui.api import APIConnectionError
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Submission
from threadsui.services.creating.outcomes import failed
from threadsui.templatetags.threads import duration
from threadsui.templatetags.ui import moment
from threadsui.views.overview.stats import milliseconds
from threadsui.words import listed, number

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|</?[a-z]+")
NOON = datetime.datetime(2026, 11, 20, 12, 4, 33, tzinfo=datetime.UTC)


@pytest.fixture(params=catalogues.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def german():
    with translation.override("de"):
        yield


def texts(catalogue):
    return {(message.id, message.context) for message in catalogue if message.id}


def test_catalogue_has_exactly_the_texts_of_the_sources(language):
    """If not: `make messages`, then translate what it lists."""
    assert texts(catalogues.read(catalogues.catalogue_path(language))) == texts(
        catalogues.extracted()
    )


def test_every_text_is_translated(language):
    catalogue = catalogues.read(catalogues.catalogue_path(language))

    assert [message.id for message in catalogues.untranslated(catalogue)] == []


def test_translation_has_the_values_and_tags_of_its_text(language):
    for message in catalogues.read(catalogues.catalogue_path(language)):
        if message.id:
            originals = message.id if isinstance(message.id, tuple) else [message.id]
            allowed = {frozenset(PLACEHOLDER.findall(text)) for text in originals}
            for text in catalogues.strings_of(message):
                assert frozenset(PLACEHOLDER.findall(text)) in allowed, message.id


def test_compiled_catalogue_is_the_one_that_can_be_read(language):
    path = catalogues.catalogue_path(language)

    assert _compiled(path.with_suffix(".mo").read_bytes()) == _compiled(catalogues.as_mo(path))


def _compiled(content):
    compiled = gettext.GNUTranslations(io.BytesIO(content))
    return {key: text for key, text in compiled._catalog.items() if key}


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "style, shown",
    [
        ("minute", "20. Nov. 2026, 12:04"),
        ("long", "20. Nov. 2026, 12:04:33 UTC"),
        ("day", "Freitag, 20. November 2026"),
        ("short", "20. Nov. 12:04"),
    ],
)
def test_german_times_are_written_in_german(style, shown):
    with time_machine.travel(datetime.datetime(2026, 12, 24, tzinfo=datetime.UTC)):
        assert strip_tags(moment(NOON, style)) == shown


@pytest.mark.usefixtures("german")
def test_german_numbers_have_a_comma_for_decimals_and_points_for_thousands():
    assert number(10_000) == "10.000"
    assert number(2.15, 1) == "2,1"
    assert duration(2_149) == "2,1 s"
    assert milliseconds(1_204) == "1.204 ms"
    assert listed(["Titel", "Status", "Metadaten"]) == "Titel, Status und Metadaten"


def test_english_numbers_stay_as_they_were():
    assert number(10_000) == "10,000"
    assert number(2.15, 1) == "2.1"


def test_no_number_that_a_person_reads_has_pythons_commas():
    """`words.number` knows the reader's. The contract, the sandbox and the commands speak English."""
    root = catalogues.ROOT / "threadsui"
    english = [root / name for name in ("words.py", "api", "sandbox", "management")]
    sources = [path for path in root.rglob("*.py") if not {path, *path.parents} & {*english}]

    assert [path.name for path in sources if re.search(r":,[\d.]*[dfg]?\}", path.read_text())] == []


@pytest.mark.django_db
def test_outcome_is_kept_in_one_language_and_read_in_each():
    with translation.override("de"):  # whoever it was that pressed
        outcome = failed(APIConnectionError("No.", sent=False), factories.connection(name="Desk"))
    kept = factories.submission(
        state=outcome.state,
        explanation=outcome.explanation,
        explanation_parts=outcome.sentences,
    )
    read = Submission.objects.get(pk=kept.pk)

    assert read.explanation.startswith("Could not reach Desk. Nothing was sent.")
    assert " ".join(read.sentences) == read.explanation
    with translation.override("de"):
        assert read.sentences[:2] == ["Desk war nicht zu erreichen.", "Nichts wurde gesendet."]


@pytest.mark.django_db
def test_untitled_record_has_one_name_in_the_audit_history():
    with translation.override("de"):
        untitled = factories.submission(state="unknown")
        event = record(AuditEvent.Action.SUBMISSION_UNKNOWN, actor=None, target=untitled)

        assert str(untitled) == f"Einreichung {untitled.pk}"
    assert event.target_label == f"Submission {untitled.pk}"
