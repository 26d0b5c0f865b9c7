"""The pages that one goes to by name or by key: what the palette lists first, and the sheet of keys."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Destination:
    """A page of the menu. `keys`: what is pressed for it, one after the other; `permission`: who sees it."""

    label: str
    icon: str
    url_name: str
    permission: str = "threadsui.view_thread"
    query: str = ""
    keys: str = ""

    @property
    def href(self):
        return reverse(self.url_name) + self.query


DESTINATIONS = (
    Destination(
        _("New thread"), "plus", "threadsui:thread_create", "threadsui.add_thread", keys="n"
    ),
    Destination(_("Overview"), "house", "threadsui:overview", keys="g o"),
    Destination(_("Threads"), "message-square-text", "threadsui:thread_list", keys="g t"),
    Destination(
        _("Unknown outcomes"),
        "circle-question-mark",
        "threadsui:submission_list",
        "threadsui.resolve_submission",
        query="?state=unknown",
        keys="g u",
    ),
    Destination(_("Drafts"), "pencil", "threadsui:draft_list", "threadsui.add_thread", keys="g d"),
    Destination(_("Import"), "upload", "threadsui:thread_import", "threadsui.add_thread"),
    Destination(_("Adopt threads"), "download", "threadsui:thread_adopt", "threadsui.add_thread"),
    Destination(
        _("Mentions"), "at-sign", "threadsui:mention_list", "threadsui.view_note", keys="g m"
    ),
    Destination(
        _("Presets"),
        "layout-template",
        "threadsui:preset_list",
        "threadsui.add_thread",
        keys="g p",
    ),
    Destination(
        _("Submissions"),
        "history",
        "threadsui:submission_list",
        "threadsui.view_submission",
        keys="g s",
    ),
    Destination(
        _("API calls"), "activity", "threadsui:call_list", "threadsui.view_apicall", keys="g c"
    ),
    Destination(
        _("Audit history"),
        "shield-check",
        "threadsui:audit_list",
        "threadsui.view_auditevent",
        keys="g a",
    ),
    Destination(_("Bulk operations"), "list-checks", "threadsui:operation_list"),
    Destination(_("Tags"), "tag", "threadsui:tag_list", "threadsui.change_tag"),
    Destination(_("Groups"), "users", "threadsui:group_list", "threadsui.view_accessgroup"),
    Destination(_("Team"), "users", "threadsui:member_list", "threadsui.view_user"),
    Destination(_("Connections"), "plug", "threadsui:connection_list", "threadsui.view_connection"),
    Destination(_("Keyboard"), "keyboard", "threadsui:keys"),
    Destination(_("Account"), "circle-user", "threadsui:account"),
    Destination(_("Change password"), "key-round", "account_change_password"),
)


def destinations_of(user):
    """The pages that `user` may see."""
    closed = {"account_change_password"} if settings.SSO_ONLY else set()
    return [
        one for one in DESTINATIONS if user.has_perm(one.permission) and one.url_name not in closed
    ]
