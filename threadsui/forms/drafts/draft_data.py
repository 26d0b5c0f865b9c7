"""The composer's form as a draft keeps it: what was posted, unvalidated, and what a list says about it."""

import re

from django.http import QueryDict

from ..composer.thread_create import TITLE_MAX_LENGTH

NAMES = {
    "connection",
    "title",
    "parent",
    "preset",
    "preset_version",
    "code_interpreter_file_ids",
    "file_search",
    "vector_store_ids",
}
PREFIXES = ("messages-", "metadata-", "vector_store-")
# What a form holds before anybody has typed: choices, counts of rows, and where it would go.
SAYS_NOTHING = re.compile(
    r".*-(TOTAL|INITIAL)_FORMS|messages-\d+-(role|parts-\d+-(type|detail))|connection|parent|preset|preset_version"
    r"|file_search|vector_store-(chunking|max_chunk_size_tokens|chunk_overlap_tokens)"
)
CONTENT = re.compile(r"messages-(\d+)-(?:content|parts-\d+-(?:text|file_id|url))")
TITLE_FROM = re.compile(r"messages-\d+-(?:content|parts-\d+-text)|metadata-\d+-value")


def kept_fields(data):
    """{name: values} of the composer's own fields in posted data; tokens, buttons and anything else stay out."""
    return {name: data.getlist(name) for name in data if name in NAMES or name.startswith(PREFIXES)}


def says_something(fields):
    """False for a form in which nothing was typed."""
    return any(
        value.strip()
        for name, values in fields.items()
        if not SAYS_NOTHING.fullmatch(name)
        for value in values
    )


def title_of(fields):
    """The typed title, else the first line that says something, on one line and not too long for a list."""
    typed = [*fields.get("title", [])]
    texts = [
        value for name, values in fields.items() if TITLE_FROM.fullmatch(name) for value in values
    ]
    for text in typed + texts:
        for line in text.replace("\0", "").splitlines():
            words = " ".join(line.split())
            if words:
                return (
                    words if len(words) <= TITLE_MAX_LENGTH else f"{words[: TITLE_MAX_LENGTH - 1]}…"
                )
    return ""


def message_count_of(fields):
    """How many messages hold something."""
    numbers = {
        match[1]
        for name, values in fields.items()
        if (match := CONTENT.fullmatch(name)) and any(value.strip() for value in values)
    }
    return len(numbers)


def for_a_preset(fields):
    """The kept fields without what is of one draft alone: which create it corrects, which preset it changes."""
    of_the_draft = {"parent", "preset", "preset_version"}
    return {name: values for name, values in fields.items() if name not in of_the_draft}


def as_posted(fields):
    """The kept fields as the data of a form."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data
