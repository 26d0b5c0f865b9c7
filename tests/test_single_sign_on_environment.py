"""Single sign-on as the environment sets it: whole, or not at all."""

import pytest

from dashboard.single_sign_on import ROLES, SingleSignOn
from threadsui.models import Role

WHOLE = {
    "OIDC_ISSUER": "https://id.example.com/realms/company",
    "OIDC_CLIENT_ID": "threads-console",
    "OIDC_CLIENT_SECRET": "known-to-the-two",
    "OIDC_ROLES": "support=agent, leads=lead",
}


@pytest.fixture
def environment(monkeypatch):
    """Set it, with what is to be another; read it."""

    def read(**changes):
        for name, value in (WHOLE | changes).items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return SingleSignOn().provider()

    return read


def test_nothing_set_is_no_single_sign_on():
    assert SingleSignOn().provider() is None


def test_what_is_set_is_read_and_its_secret_shown_nowhere(environment):
    provider = environment(
        OIDC_NAME="Company ID", OIDC_DEFAULT_ROLE="viewer", OIDC_SECOND_FACTOR="mfa, hwk"
    )

    assert provider.name == "Company ID"
    assert provider.client_secret == "known-to-the-two"
    assert provider.scopes == ("openid", "profile", "email")
    assert provider.roles_for(["leads", "support", "choir"]) == ["lead", "agent"]
    assert provider.roles_for(["choir"]) == ["viewer"]
    assert provider.proves_second_factor(["pwd", "hwk"])
    assert not provider.proves_second_factor(["pwd"])
    assert "known-to-the-two" not in repr(provider) + repr(SingleSignOn()) + str(SingleSignOn())


def test_name_is_the_host_unless_it_is_set(environment):
    assert environment().name == "id.example.com"


def test_secret_may_stand_in_a_file(environment, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from-the-file\n")

    provider = environment(OIDC_CLIENT_SECRET=None, OIDC_CLIENT_SECRET_FILE=str(secret))
    assert provider.client_secret == "from-the-file"


def test_groups_of_a_directory_hold_commas_and_equals_signs(environment):
    provider = environment(OIDC_ROLES="cn=support,ou=groups=agent; cn=it,ou=groups=admin;")

    assert provider.roles == {"cn=support,ou=groups": "agent", "cn=it,ou=groups": "admin"}


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"OIDC_CLIENT_SECRET": None}, "by halves: OIDC_CLIENT_SECRET missing"),
        ({"OIDC_ISSUER": None, "OIDC_CLIENT_ID": None}, "OIDC_ISSUER and OIDC_CLIENT_ID missing"),
        ({"OIDC_ISSUER": "http://id.example.com"}, "has to begin with https://"),
        ({"OIDC_ISSUER": "id.example.com"}, "has to begin with https://"),
        ({"OIDC_ISSUER": "https://id.example.com/?a=b"}, "without \\? and #"),
        ({"OIDC_ISSUER": f"https://id.example.com/{'x' * 200}"}, "200 characters"),
        ({"OIDC_SCOPES": "profile email"}, "lacks openid"),
        ({"OIDC_ROLES": None}, "Nobody could come in"),
        ({"OIDC_ROLES": "support"}, "“support” is not GROUP=ROLE"),
        ({"OIDC_ROLES": "=agent"}, "is not GROUP=ROLE"),
        ({"OIDC_ROLES": "support=agents"}, "There is no role “agents”"),
        ({"OIDC_ROLES": "support=agent,support=lead"}, "names the group “support” twice"),
        ({"OIDC_DEFAULT_ROLE": "root"}, "There is no role “root”"),
        ({"OIDC_CLIENT_SECRET_FILE": "/run/secrets/oidc"}, "not both"),
        (
            {"OIDC_CLIENT_SECRET": None, "OIDC_CLIENT_SECRET_FILE": "/no/such/file"},
            "cannot be read",
        ),
        ({"OIDC_CA_BUNDLE": "/no/such/file"}, "is no file"),
    ],
)
def test_what_cannot_work_stops_the_start_with_a_sentence(environment, changes, said):
    with pytest.raises(SystemExit, match=said) as caught:
        environment(**changes)

    assert "known-to-the-two" not in str(caught.value)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"])
def test_plain_http_is_for_this_machine(environment, issuer):
    assert environment(OIDC_ISSUER=issuer).issuer == issuer


def test_single_sign_on_only_needs_one(monkeypatch):
    monkeypatch.setenv("SSO_ONLY", "1")

    with pytest.raises(SystemExit, match="SSO_ONLY leaves no way to sign in"):
        SingleSignOn().provider()


def test_roles_are_those_of_the_console():
    assert set(ROLES) == set(Role.values)
