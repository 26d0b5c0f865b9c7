"""A thread's assignee and tags, with the controls that change them: what the page and the drawer show of them."""

from threadsui.models import Tag
from threadsui.queries.threads.tags import assignable_people, suggested_tags, tags_of


def triage_context(
    user, thread, *, typed="", errors=None, focus="", announcement="", opens_assign=False
):
    """`typed`: a tag that was refused; `errors`: {"tag" or "assignee": sentence}.

    `focus`: "tag" or "assignee", the control that was just used, so that the keyboard stays where it was.
    `opens_assign`: the form that assigns is part of the answer; else it comes when its menu is opened.
    """
    errors = errors or {}
    opens_assign = opens_assign or "assignee" in errors
    may = user.has_perm("threadsui.triage_thread")
    return {
        "triage_tags": tags_of([thread.pk])[thread.pk],
        "can_triage": may,
        "tag_choices": suggested_tags() if may else [],
        "people_choices": assignable_people(thread) if may and opens_assign else [],
        "tones": Tag.Tone.choices,
        "typed_tag": typed,
        "opens_assign": opens_assign,
        "triage_errors": errors,
        "triage_focus": focus,
        "announcement": announcement,
    }
