"""What comes back otherwise than it went."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from .way import begin, changed, come_back, is_in, refusals, sign_in


@pytest.mark.parametrize("state", ["of-somebody-else", ""])
def test_wrong_state_signs_nobody_in(provider, state):
    provider.add("ana", "support")
    client = Client()
    back = come_back(begin(client), "ana")
    answer = client.get(changed(back, state=state))

    assert answer.status_code == 403
    assert "too old, or was begun in another window" in answer.text
    assert ("POST", "/token") not in provider.asked
    assert not is_in(client)
    client.get(back)
    assert is_in(client)


def test_answer_for_another_browser_signs_nobody_in(provider):
    provider.add("eve", "support")
    back = come_back(begin(Client()), "eve")
    victim = Client()
    begin(victim)

    assert victim.get(back).status_code == 403
    assert not is_in(victim)


def test_state_is_good_once_and_for_ten_minutes(provider, time_machine):
    provider.add("ana", "support")
    client = Client()
    back = come_back(begin(client), "ana")
    client.get(back)
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 403

    late = Client()
    back = come_back(begin(late), "ana")
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    assert late.get(back).status_code == 403
    assert not is_in(late)


def test_code_that_was_used_signs_nobody_in(provider):
    provider.add("ana", "support")
    first, second = Client(), Client()
    used = come_back(begin(first), "ana")
    first.get(used)
    [spent] = parse_qs(urlsplit(used).query)["code"]
    answer = second.get(changed(come_back(begin(second), "ana"), code=spent))

    assert answer.status_code == 502
    assert "Example ID did not accept the sign-in" in answer.text
    assert not is_in(second)


def test_answer_of_another_provider_is_not_believed(provider):
    provider.add("ana", "support")
    client = Client()
    back = changed(come_back(begin(client), "ana"), iss="https://evil.example")

    assert client.get(back).status_code == 403
    assert ("POST", "/token") not in provider.asked


def test_sign_in_that_is_cancelled_there_says_so(provider):
    client = Client()
    address = begin(client)
    left = requests.post(address, data={"cancel": "1"}, allow_redirects=False, timeout=5)
    answer = client.get(left.headers["Location"].partition("testserver")[2])

    assert answer.status_code == 403
    assert "Example ID was left without signing in." in answer.text


def test_error_of_the_provider_is_told_without_its_words(provider):
    client = Client()
    [state] = parse_qs(urlsplit(begin(client)).query)["state"]
    query = {"state": state, "error": "server_error<script>", "error_description": "trust me"}
    answer = client.get(f"{reverse('single_sign_on_callback')}?{urlencode(query)}")

    assert answer.status_code == 403
    assert "trust me" not in answer.text
    assert refusals() == ["Through Example ID. The provider said: server_errorscript."]


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"],
)
def test_next_page_on_another_host_is_not_gone_to(provider, wanted):
    provider.add("ana", "support")
    client, answer = sign_in("ana", next_url=wanted)

    assert answer.url == "/"
    assert client.get(f"{reverse('single_sign_on')}?{urlencode({'next': wanted})}").url == "/"


def test_next_page_of_the_callback_is_not_read(provider):
    provider.add("ana", "support")
    client = Client()
    back = changed(come_back(begin(client), "ana"), next="https://evil.example/")

    assert client.get(back).url == "/"


def test_only_the_button_begins_a_sign_in(provider):
    client = Client(enforce_csrf_checks=True)

    assert client.get(reverse("single_sign_on")).url == reverse("account_login")
    assert client.post(reverse("single_sign_on")).status_code == 403
    assert provider.asked == []


def test_guesses_are_limited(provider):
    client = Client()
    guess = reverse("single_sign_on_callback") + "?state=guess&code=guess"
    answers = [client.get(guess).status_code for _ in range(31)]

    assert answers == [403] * 30 + [429]
