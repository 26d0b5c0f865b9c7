"""Threads of which some are kept for groups, and people in and outside of these."""

import pytest

from tests import factories


@pytest.fixture
def world(db):
    """Threads on three connections, with and without tags; one of each is kept for a group, and one for two."""
    legal, sales = factories.access_group("Legal"), factories.access_group("Sales")
    connections = [factories.sandbox(), factories.connection("legal"), factories.connection("both")]
    connections[1].groups.add(legal)
    connections[2].groups.add(legal, sales)
    people = {
        "nobody": factories.user("lead"),
        "legal": factories.user("lead"),
        "sales": factories.user("agent"),
        "auditor": factories.user("auditor"),
        "admin": factories.user("admin"),
    }
    legal.members.add(people["legal"])
    sales.members.add(people["sales"])
    opened, secret = factories.tag("open"), factories.tag("secret", groups=[sales])
    for number in range(18):
        thread = factories.thread(
            connection=connections[number % 3],
            title=f"Snapped {number}",
            messages=["A pelican sang" if number % 2 else "A heron stood"],
            metadata={"env": ["prod", "test"][number % 2], "order": str(number % 5)}
            | ({"hush": "psst"} if number % 3 else {}),
            assignee=people["nobody"] if number % 4 == 0 else None,
        )
        for tag, every in ((opened, 2), (secret, 5)):
            if number % every == 0:
                factories.tag_on(thread, tag)
        made = factories.submission(thread=thread, connection=thread.connection)
        factories.call(thread=thread, submission=made, connection=thread.connection)
        factories.event(target=thread)
        factories.event("submission.refused", target=made)
    return people
