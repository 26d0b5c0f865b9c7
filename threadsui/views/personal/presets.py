"""Presets: listed, saved from the composer, changed, deleted; and the values that one asks for when it is applied."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.draft_data import as_posted, for_a_preset
from threadsui.forms.drafts.placeholders import expand, placeholders_in
from threadsui.forms.drafts.presets import PlaceholderForm, PresetForm
from threadsui.models.shareable import NAME_MAX_LENGTH
from threadsui.queries.paging.pagination import InvalidCursor
from threadsui.queries.personal import presets as queries
from threadsui.queries.personal.drafts import draft_for
from threadsui.services.errors import ServiceError
from threadsui.services.personal import presets as services
from threadsui.services.personal.drafts import DraftContent, discard_draft
from threadsui.services.personal.shareables import Changed

from ..composer.keeping import keep_filled_in
from ..composer.openings import preset_opening
from ..composer.page import open_composer
from ..deleting import is_deleted, reason_form
from ..numbers import id_in
from ..permissions import check_may_change_preset, may_change_preset, requires
from ..searching import page_not_found, pager_of, search_text


@require_safe
@requires("threadsui.add_thread")
def preset_list(request):
    """With `?draft=`, choosing one puts it onto that draft."""
    text = search_text(request)
    draft, cursor = _draft(request), request.GET.get("cursor", "")
    try:
        page = queries.preset_page(request.user, text=text, cursor=cursor)
    except InvalidCursor:
        return page_not_found(request)
    for preset in page.rows:
        preset.may_be_changed = may_change_preset(request.user, preset)
    context = {"presets": page.rows, "text": text, "draft": draft}
    context |= pager_of(page, q=text, draft=draft.pk if draft else "")
    return render(request, "threadsui/preset_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def preset_create(request):
    """Of the `draft` that the composer has saved: the form as it stands."""
    draft = _draft(request)
    if request.method != "POST" or draft is None:
        return _draw_create(request, draft)
    form = PresetForm(request.POST)
    if form.is_valid():
        try:
            content = _content_of(draft)
            services.create_preset(actor=request.user, content=content, **form.cleaned_data)
        except ServiceError as exc:
            form.add_error(exc.param or None, exc.message)
        else:
            name = form.cleaned_data["name"]
            flash.success(request, _("Saved as the preset “%(name)s”.") % {"name": name})
            return redirect(draft)
    return _draw_create(request, draft, form)


@require_POST
@requires("threadsui.add_thread")
def preset_replace(request, pk):
    """Save the `draft` over the preset that it was opened to change. The draft has then served.

    When somebody has changed the preset since, both stay as they are, until the button is pressed once more.
    """
    preset, draft = _changeable(request, pk), _draft(request)
    if draft is None:
        return _draw_create(request, None)
    opened = as_posted(draft.fields)
    if id_in(opened, "preset") != preset.pk:
        said = _("This form was not opened to change the preset “%(name)s”. Nothing was saved.")
        return _draw_create(request, draft, said=said % {"name": preset})
    version = request.POST.get("version", opened.get("preset_version", ""))
    try:
        services.replace_preset(
            preset=preset, actor=request.user, content=_content_of(draft), version=version
        )
    except Changed as exc:
        return _draw_create(request, draft, said=exc.message, version=exc.current.version)
    except ServiceError as exc:
        return _draw_create(request, draft, said=exc.message)
    discard_draft(draft=draft)
    flash.success(request, _("The preset “%(name)s” was changed.") % {"name": preset})
    return redirect("threadsui:preset_list")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def preset_update(request, pk):
    """Its name, and who sees it; the form itself is changed in the composer."""
    preset = _changeable(request, pk)
    initial = {"name": preset.name, "is_shared": preset.is_shared}
    form = PresetForm(request.POST if request.method == "POST" else None, initial=initial)
    version = request.POST.get("version")
    if request.method == "POST" and form.is_valid():
        try:
            services.update_preset(
                preset=preset, actor=request.user, version=version, **form.cleaned_data
            )
        except ServiceError as exc:
            form.add_error(exc.param or None, exc.message)
            version = exc.current.version if isinstance(exc, Changed) else version
        else:
            flash.success(request, _("The preset was changed."))
            return redirect("threadsui:preset_list")
    context = {"preset": preset, "form": form, "version": version or preset.version}
    status = 422 if form.errors else 200
    return render(request, "threadsui/preset_update.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def preset_delete(request, pk):
    preset = _changeable(request, pk)
    form = reason_form(request, asks=preset.is_shared)

    def delete(reason):
        services.delete_preset(preset=preset, actor=request.user, reason=reason)

    if is_deleted(request, form, delete, said=_("The preset was deleted.")):
        return redirect("threadsui:preset_list")
    context = {"preset": preset, "form": form}
    status = 422 if form.errors else 200
    return render(request, "threadsui/preset_delete.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def preset_apply(request, pk):
    """Ask for the value of each placeholder, then open the composer with them. Nothing is stored or sent."""
    preset = _visible(request, pk)
    fields, data = preset.fields, request.POST if request.method == "POST" else None
    form = PlaceholderForm(
        data, placeholders=placeholders_in(fields), fields=fields, given=request.GET.dict()
    )
    if form.is_valid():
        draft_id = id_in(request.POST, "draft")
        opened = preset_opening(request, preset, expand(fields, form.values), draft_id=draft_id)
        return _open_as_draft(request, opened)
    context = {"preset": preset, "form": form, "draft": _draft(request)}
    context["connection"] = (request.POST or request.GET).get("connection", "")
    status = 422 if form.errors else 200
    return render(request, "threadsui/preset_apply.html", context, status=status)


def _open_as_draft(request, opened):
    """The composer at the address of a draft, so that loading it again shows what was filled in.

    Where there is nothing to keep, or no room for it, at this address.
    """
    draft = None
    if opened.status == 200 and opened.values is not None:
        try:
            draft = keep_filled_in(request.user, opened)
        except ServiceError:
            draft = None
    if draft is None:
        return open_composer(request, opened)
    notice = opened.notices[-1]
    flash.info(request, " ".join(filter(None, (notice["title"], notice["text"]))))
    return redirect(draft)


def _draw_create(request, draft, form=None, *, said="", version=""):
    """The page that saves `draft`; without one, where presets come from."""
    form = form or PresetForm(initial={"name": draft.title[:NAME_MAX_LENGTH]} if draft else None)
    context = {"draft": draft, "form": form, "said": said, "edited": None, "placeholders": []}
    context["version"] = version
    if draft is None:
        missing = "draft" in request.GET or request.method == "POST"
        return render(
            request, "threadsui/preset_create.html", context, status=404 if missing else 200
        )
    context["placeholders"] = placeholders_in(draft.fields)
    edited = queries.preset_for(request.user, id_in(as_posted(draft.fields), "preset"))
    if edited and may_change_preset(request.user, edited):
        context["edited"] = edited
    status = 422 if form.errors or said else 200
    return render(request, "threadsui/preset_create.html", context, status=status)


def _content_of(draft):
    """What a preset keeps of a draft. Raises ServiceError for a form that no composer could show."""
    fields = for_a_preset(draft.fields)
    if problem := ComposerForm(as_posted(fields)).row_error:
        raise ServiceError(problem)
    content = DraftContent(
        fields=fields,
        connection=draft.connection.slug if draft.connection else "",
        message_count=draft.message_count,
    )
    names = [placeholder.name for placeholder in placeholders_in(fields)]
    return services.PresetContent(content, names)


def _draft(request):
    """The person's own draft that the request names."""
    return draft_for(request.user, id_in(request.POST or request.GET, "draft"))


def _visible(request, pk):
    preset = queries.preset_for(request.user, pk)
    if preset is None:
        raise Http404
    return preset


def _changeable(request, pk):
    preset = _visible(request, pk)
    check_may_change_preset(request.user, preset)
    return preset
