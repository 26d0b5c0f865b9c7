"""What went wrong technically, told in the reader's language."""

import pytest
from django.conf import settings
from django.utils import translation

from tests import factories
from tests.pseudo import LANGUAGE, marked, pseudo_language
from threadsui.api import SENTENCES
from threadsui.words import told_again

from .pages import page


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_of_the_client_is_known_again_with_its_values(sentence):
    names = ("host", "reason", "seconds", "status", "max", "kind", "place", "target")
    values = dict.fromkeys(names, "desk.example:8080: x. y")
    with pseudo_language(), translation.override(LANGUAGE):
        assert told_again(sentence % values, SENTENCES) == marked(sentence) % values
        assert told_again("The model is overloaded.", SENTENCES) == "The model is overloaded."


def test_why_no_server_was_reached_is_told_in_the_reader_s_language(lead_client):
    failed = factories.submission(
        state="not_sent",
        error_message="No connection to desk.example: Connection refused. Nothing was sent.",
    )
    lead_client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    with pseudo_language():
        html = page(lead_client, failed).text

    said = marked("No connection to %(host)s: %(reason)s. Nothing was sent.")
    assert said % {"host": "desk.example", "reason": "Connection refused"} in html
