"""Groups of people, for admins: listed, made, changed, deleted; and the groups of one person."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.forms.people.access_groups import GroupForm, MemberGroupsForm
from threadsui.queries.people import access_groups as queries
from threadsui.services.errors import ServiceError
from threadsui.services.people import access_groups as services

from ..permissions import confirms_identity, requires
from .team import member_or_404

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires("threadsui.view_accessgroup")
def group_list(request):
    context = {"groups": list(queries.groups_for_list())}
    return render(request, "threadsui/group_list.html", context)


@require_http_methods(METHODS)
@requires("threadsui.view_accessgroup", "threadsui.add_accessgroup")
@confirms_identity
def group_create(request):
    form = GroupForm(_posted(request), people=queries.people_choices())
    if _saved(form, lambda **values: services.create_group(actor=request.user, **values)):
        flash.success(request, _("The group was added."))
        return redirect("threadsui:group_list")
    return _draw(request, form)


@require_http_methods(METHODS)
@requires("threadsui.view_accessgroup", "threadsui.change_accessgroup")
@confirms_identity
def group_update(request, pk):
    group = _group_or_404(pk)
    initial = {"name": group.name, "members": [one.pk for one in group.members.all()]}
    form = GroupForm(_posted(request), initial=initial, people=queries.people_choices(group))
    seen = request.POST.get("version", "")

    def save(**values):
        return services.update_group(actor=request.user, group=group, version=seen, **values)

    if _saved(form, save):
        flash.success(request, _("The group was changed."))
        return redirect("threadsui:group_list")
    return _draw(request, form, group=group)


@require_http_methods(METHODS)
@requires("threadsui.view_accessgroup", "threadsui.delete_accessgroup")
@confirms_identity
def group_delete(request, pk):
    group = _group_or_404(pk)
    error = ""
    if request.method == "POST":
        try:
            services.delete_group(actor=request.user, group=group)
        except ServiceError as exc:
            error = exc.message
        else:
            flash.success(request, _("The group was deleted."))
            return redirect("threadsui:group_list")
    context = {"group": group, "error": error}
    status = 422 if error else 200
    return render(request, "threadsui/group_delete.html", context, status=status)


@require_http_methods(METHODS)
@requires("threadsui.view_user", "threadsui.change_accessgroup")
@confirms_identity
def member_groups(request, pk):
    member = member_or_404(pk)
    initial = {"groups": list(member.access_groups.values_list("pk", flat=True))}
    form = MemberGroupsForm(_posted(request), initial=initial, groups=queries.group_choices())

    seen = request.POST.get("version", "")
    version = seen or services.version_of_groups(member)

    def save(**values):
        services.set_groups_of(actor=request.user, member=member, version=seen, **values)
        return member

    if _saved(form, save):
        flash.success(request, _("The person was changed."))
        return redirect("threadsui:member_detail", pk)
    context = {"form": form, "member": member, "version": version}
    status = 422 if form.errors else 200
    return render(request, "threadsui/member_groups.html", context, status=status)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _saved(form, save):
    """What `save` made of the form's values; None for a form that was not sent, or that says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return save(**form.cleaned_data)
    except ServiceError as exc:
        form.add_error(exc.param if exc.param in form.fields else None, exc.message)
        return None


def _group_or_404(pk):
    group = queries.group_for_page(pk)
    if group is None:
        raise Http404
    return group


def _draw(request, form, group=None):
    status = 422 if form.errors else 200
    version = request.POST.get("version") or (services.version_of(group) if group else "")
    context = {"form": form, "group": group, "version": version}
    return render(request, "threadsui/group_form.html", context, status=status)
