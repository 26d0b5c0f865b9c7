"""Bodies with the word, and the walk that looks for it as a reader without a reason."""

from tests.views.walking import TEXT, WORD, addresses, seen

BODY = {"messages": [{"role": "user", "content": TEXT}], "metadata": {"order": "7"}}
ANSWER = f'{{"id": "thread_1", "object": "thread", "echo": "{TEXT}"}}'


def leaks(client, canary):
    return [
        how
        for name, address in addresses(canary)
        if not name.startswith(("account", "mfa", "usersessions"))
        for how, text in seen(client, address)
        if WORD in text
    ]
