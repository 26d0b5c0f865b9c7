"""What an admin does to a person by a button: each asks first, on a page of its own, and then is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages as flash
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from threadsui.services.errors import ServiceError
from threadsui.services.people import members, password_links, second_factors

from ..permissions import confirms_identity, requires
from . import closed_ways
from .password_links import keep_link
from .team import member_or_404


@dataclass(frozen=True)
class MemberAction:
    """`do` is a service that takes `actor` and `member`; what it returns, if anything, is the token of a link."""

    do: Callable
    title: str
    text: str
    submit_label: str
    said: str
    submit_kind: str = "danger-fill"


def _view(action):
    @require_http_methods(["GET", "HEAD", "POST"])
    @requires("threadsui.view_user", "threadsui.change_user")
    @confirms_identity
    def view(request, pk):
        member = member_or_404(pk)
        error = ""
        if request.method == "POST":
            try:
                token = action.do(actor=request.user, member=member)
            except ServiceError as exc:
                error = exc.message
            else:
                flash.success(request, action.said % {"name": member.display_name})
                response = redirect("threadsui:member_detail", pk)
                return keep_link(response, member, token) if token else response
        context = {"member": member, "action": action, "error": error}
        status = 422 if error else 200
        return render(request, "threadsui/member_action.html", context, status=status)

    return view


member_deactivate = _view(
    MemberAction(
        do=members.deactivate_member,
        title=_("Deactivate this person?"),
        text=_(
            "They are signed out everywhere at once, and cannot sign in until somebody activates them again. "
            "What they made stays."
        ),
        submit_label=_("Deactivate"),
        said=_("%(name)s was deactivated, and signed out everywhere."),
    )
)
member_activate = _view(
    MemberAction(
        do=members.activate_member,
        title=_("Activate this person?"),
        text=_("They can sign in again, with the roles and the password they had."),
        submit_label=_("Activate"),
        said=_("%(name)s was activated."),
        submit_kind="primary",
    )
)
_member_link = _view(
    MemberAction(
        do=password_links.make_link,
        title=_("Make a new link?"),
        text=_(
            "With the link they choose a password. It is good once, and shown once: copy it and hand it over in a way "
            "you trust. A link that was made before is good no more."
        ),
        submit_label=_("Make a link"),
        said=_("A link for %(name)s was made."),
        submit_kind="primary",
    )
)
member_link = closed_ways.of_admins(_member_link)
member_link_withdraw = _view(
    MemberAction(
        do=password_links.withdraw_link,
        title=_("Withdraw the link?"),
        text=_("Nobody can choose a password by it any more. You can make a new one at any time."),
        submit_label=_("Withdraw"),
        said=_("The link of %(name)s was withdrawn."),
    )
)
member_second_factor_reset = _view(
    MemberAction(
        do=second_factors.reset_second_factor,
        title=_("Reset the second factor?"),
        text=_(
            "Their authenticator app, passkeys and recovery codes are removed, and they are signed out everywhere. "
            "Be sure that it is they who ask: with the password alone one can then sign in."
        ),
        submit_label=_("Reset"),
        said=_("The second factor of %(name)s was reset."),
    )
)
