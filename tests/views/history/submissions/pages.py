"""The page of a submission, as this client gets it."""


def page(client, submission, query="", **headers):
    return client.get(f"{submission.get_absolute_url()}{query}", headers=headers)
