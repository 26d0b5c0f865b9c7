"""Where the groups of a person are read, and which roles they give."""

import pytest

from threadsui.models import AuditEvent, User
from threadsui.services.people import members

from .way import refusals, roles_of, sign_in


def test_roles_follow_the_groups_at_every_sign_in(provider, admin):
    provider.add("ana", "support")
    sign_in("ana")
    provider.add("ana", "support", "leads")
    sign_in("ana")
    assert roles_of("ana") == ["lead", "agent"]
    provider.add("ana", "support")
    client, _ = sign_in("ana")

    assert roles_of("ana") == ["agent"]
    assert client.get("/audit/").status_code == 403
    up, down = AuditEvent.objects.filter(action="user.updated").order_by("pk")
    assert up.changes == {"role": {"old": "agent", "new": "lead, agent"}}
    assert down.changes == {"role": {"old": "lead, agent", "new": "agent"}}
    assert (down.actor_name, down.reason) == ("system", "Signed in through Example ID")


def test_default_role_is_for_those_without_a_group(provider, rules):
    rules(default_role="viewer")
    provider.add("ana", "choir")
    provider.add("bo", "leads")
    sign_in("ana")
    sign_in("bo")

    assert (roles_of("ana"), roles_of("bo")) == (["viewer"], ["lead"])


def test_without_rules_for_groups_admins_give_the_roles(provider, rules, admin):
    rules(roles={}, default_role="agent")
    provider.add("ana")
    sign_in("ana")
    ana = User.objects.get(username="ana")
    members.update_member(actor=admin, member=ana, name="Ana", email=ana.email, roles=["lead"])
    sign_in("ana")

    assert roles_of("ana") == ["lead"]


def test_last_admin_stays_one_whatever_the_groups_say(provider):
    provider.add("root", "admins")
    provider.add("ana", "admins")
    sign_in("root")
    provider.add("root", "support")
    client, _ = sign_in("root")

    assert roles_of("root") == ["admin", "agent"]
    assert "You stay one, because nobody else is" in client.get("/").text
    event = AuditEvent.objects.filter(action="user.signed_in").last()
    assert event.reason.endswith("they stay the last one.")

    sign_in("ana")
    sign_in("root")
    assert roles_of("root") == ["agent"]


@pytest.mark.parametrize(
    "claim, path",
    [
        ({"realm_access": {"roles": ["support"]}}, "realm_access.roles"),
        ({"https://example.com/groups": ["support"]}, "https://example.com/groups"),
        ({"role": "support"}, "role"),
    ],
)
def test_groups_are_read_where_the_provider_puts_them(provider, rules, claim, path):
    rules(groups_claim=path)
    provider.add("ana", groups=None, **claim)
    sign_in("ana")

    assert roles_of("ana") == ["agent"]


@pytest.mark.parametrize("claim", [{"a": 1}, 7, None, [1, None, {"support": 1}], "sup", [[]]])
def test_groups_that_are_none_give_no_role(provider, claim):
    provider.add("ana", groups=claim)
    _, answer = sign_in("ana")

    assert (answer.status_code, User.objects.count()) == (403, 0)


def test_groups_and_address_may_come_from_userinfo(provider):
    provider.add("ana", "support")
    provider.tells_in_userinfo = ("groups", "email", "email_verified")
    sign_in("ana")

    assert roles_of("ana") == ["agent"]
    assert User.objects.get().email == "ana@example.com"


def test_userinfo_of_somebody_else_is_not_believed(provider):
    provider.add("ana", "support")
    provider.tells_in_userinfo = ("groups",)
    told = b'{"sub": "sub-root", "groups": ["admins"]}'
    provider.answers["/userinfo"] = (200, {"Content-Type": "application/json"}, told)
    _, answer = sign_in("ana")

    assert (answer.status_code, User.objects.count()) == (403, 0)
    assert refusals() == ["Through Example ID. The userinfo endpoint tells of somebody else."]


def test_groups_that_were_too_many_to_be_sent_demote_nobody(provider, rules):
    rules(default_role="viewer")
    provider.add("ana", "leads")
    sign_in("ana")
    provider.add("ana", groups=None, _claim_names={"groups": "src1"})
    _, answer = sign_in("ana")

    assert "more groups than Example ID names" in answer.text
    assert roles_of("ana") == ["lead"]
