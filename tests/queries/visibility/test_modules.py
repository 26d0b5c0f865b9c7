"""What people read is asked of what they see, in every module that reads."""

import ast
from pathlib import Path

from threadsui import forms, queries, templatetags, views

GUARDED = {"Thread", "Submission", "ApiCall", "Connection", "Tag", "MetadataPair", "Note"}
GUARDED |= {"Mention", "AuditEvent", "Message", "ThreadTag"}
# Where what people read may ask for every record, and why.
OF_ALL = {
    "access_groups.py": "whether any thread has a tag, in sight or not: else it could not be deleted",
    "adoptions.py": "whether an id is here already; its number is only told of what is seen",
    "audit_export.py": "MACs of events before, which say nothing",
    "audit.py": "moments where windows of a walk end",
    "calls.py": "moments where windows of a walk end",
    "drafts.py": "the owner's own create, asked without a session",
    "facets.py": "pairs of threads that were left before",
    "narrowing.py": "conditions on threads that are left by themselves",
    "retention.py": "how many texts a rule removes, whoever looks",
    "tags.py": "tags of threads that were left before",
    "thread_export.py": "messages of threads that were left before",
}


def reading_modules():
    for package in (queries, views, forms, templatetags):
        for folder in package.__path__:
            yield from sorted(Path(folder).rglob("*.py"))


def asks_for_all(tree):
    """Names of models whose every record is asked for: `Thread.objects` without `visible_to` behind it, and a
    default manager by `get_object_or_404(Thread, …)`.
    """
    narrowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "without", "none"}
    }
    source = ast.unparse(tree)
    for node in ast.walk(tree):
        is_manager = isinstance(node, ast.Attribute) and node.attr == "objects"
        if is_manager and id(node) not in narrowed and getattr(node.value, "id", "") in GUARDED:
            is_narrowed_later = f"{node.value.id}.objects.open_unknown().visible_to" in source
            if not is_narrowed_later:
                yield node.value.id
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("get_object_or"):
            yield from (one.id for one in node.args if getattr(one, "id", "") in GUARDED)


def test_what_people_read_is_asked_of_what_they_see():
    """A new query on `objects` belongs into the table, with its reason, or goes through `visible`."""
    found = {
        path.name for path in reading_modules() if list(asks_for_all(ast.parse(path.read_text())))
    }

    assert found == set(OF_ALL)
