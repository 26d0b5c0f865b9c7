"""A refused or doubtful submission, opened in the composer again."""

import pytest

from tests import payloads
from tests.factories import submission

from .posted import URL, token_in


def test_a_refused_submission_is_opened_again_with_its_error(signed_in, agent):
    refused = submission(
        state="refused",
        actor=agent,
        payload=payloads.P9,
        title="Invoices",
        explanation="The server refused this thread. Nothing was created.",
        error_message="No such file.",
        error_param="messages[0].attachments[1].file_id",
        error_status=400,
    )

    response = signed_in.get(URL, {"submission": refused.pk})

    assert response.status_code == 200
    assert 'value="Invoices"' in response.text
    assert 'name="messages-0-attachments-1-file_id" autofocus aria-invalid="true"' in response.text
    assert token_in(response) != str(refused.token)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1"])
def test_a_submission_that_is_not_there_cannot_be_opened(signed_in, pk):
    assert signed_in.get(URL, {"submission": pk}).status_code == 404


def test_nobody_elses_submission_can_be_opened(signed_in, lead):
    theirs = submission(state="refused", actor=lead)

    assert signed_in.get(URL, {"submission": theirs.pk}).status_code == 404
