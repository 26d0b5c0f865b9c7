"""The watch over every journey sees what should never happen."""

import pytest

SIGN_IN = "/accounts/login/"


@pytest.fixture
def page(anonymous_page):
    anonymous_page.goto(SIGN_IN)
    return anonymous_page


def test_sign_in_page_gives_no_reason_to_complain(page, complaints):
    page.wait_for_load_state("networkidle")

    assert complaints == []


@pytest.mark.parametrize(
    "script, complaint",
    [
        ("console.error('Something broke')", "Something broke"),
        ("setTimeout(() => { throw new Error('Nobody caught me') })", "Nobody caught me"),
        ("document.body.setAttribute('style', 'color: red')", "CSP violation: style-src"),
        (
            "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "CSP violation: script-src",
        ),
        ("new Image().src = 'http://192.0.2.7/pixel.gif'", "outside the origin"),
    ],
)
def test_misbehaving_page_is_noticed(page, complaints, script, complaint):
    page.evaluate(f"() => {{ {script}; return null }}")
    page.wait_for_timeout(200)

    assert complaint in "\n".join(complaints)
    complaints.clear()


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_page_without_scripts_still_opens(page):
    assert page.get_by_role("button").count() > 0
