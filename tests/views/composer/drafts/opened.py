"""A composer that is open in a tab, without a browser: what the tests of drafts type into."""

import re

NEW = "/threads/new/"
SAVE = "/drafts/save/"
SAVES = {"HX-Request": "true", "HX-Target": "draft"}
CREATES = {"HX-Request": "true", "HX-Target": "composer"}


class Page:
    """A composer that is open in a tab: its hidden fields, and what is typed into it."""

    def __init__(self, client, address=NEW):
        self.client = client
        self.opened = client.get(address)
        self.fields = hidden(self.opened.text)
        self.fields |= {"messages-TOTAL_FORMS": "1", "messages-0-role": "user"}
        self.fields["token"] = hidden_value(self.opened.text, "token")

    def type(self, text, **more):
        self.fields |= {"messages-0-content": text, **more}
        return self

    def save(self):
        answer = self.client.post(SAVE, self.fields, headers=SAVES)
        if answer.status_code == 200:
            self.fields |= hidden(answer.text)
        return answer

    def leave(self):
        return self.client.post(SAVE, self.fields | {"leaving": "yes"})

    def create(self, **headers):
        return self.client.post(NEW, self.fields, headers=headers)


def hidden(html):
    names = ("draft", "draft_version", "draft_key", "draft_shown", "draft_noticed")
    return {name: hidden_value(html, name) for name in names if f'name="{name}"' in html}


def hidden_value(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def text_of(kept):
    return kept.fields["messages-0-content"][0]
