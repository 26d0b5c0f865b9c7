"""Pages of snippets."""

LIST = "/snippets/"
CREATE = "/snippets/new/"
SEARCH = "/snippets/search/"


def names(response):
    return [found.name for found in response.context["snippets"]]
