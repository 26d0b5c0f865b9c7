"""The rows of the list, as they are read."""


def titles(response):
    return [row["title"] for row in response.context["rows"]]
