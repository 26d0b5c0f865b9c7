"""The composer as the tests of presets fill it in."""

import re

NEW = "/threads/new/"
LIST = "/presets/"
CREATE = "/presets/new/"
HOSTILE = "<script>alert(1)</script>"
ASKING = {"messages": [{"role": "user", "content": "Order {{order_id}} of {{name=Ana}}"}]}


def body(text, **more):
    return {"messages": [{"role": "user", "content": text}]} | more


def form_in(response):
    """What the composer in a page shows."""
    return response.context["form"].values()


def contents(response):
    return [row["content"] for row in form_in(response)["messages"]]


def composer_fields(client, **typed):
    """What a composer without scripts would post."""
    page = client.get(NEW).text
    key = re.search(r'name="draft_key" value="([^"]*)"', page)[1]
    return {"draft_key": key, "messages-TOTAL_FORMS": "1", "messages-0-role": "user"} | typed


def keep(client, then, **typed):
    fields = composer_fields(client, **typed)
    return client.post("/drafts/save/", fields | {"then": then}).headers["Location"]
