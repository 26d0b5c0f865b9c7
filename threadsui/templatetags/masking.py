"""What a page says about text that its reader sees masked, or for a while."""

from datetime import UTC, datetime

from django import template

from threadsui.views.history.revealed import end_of

register = template.Library()


@register.inclusion_tag("threadsui/partials/masked.html", takes_context=True)
def masked_note(context, record):
    """Above a thread, a submission or a call: that its text is masked, with the way to it; nothing for most readers."""
    request = context["request"]
    named = record._meta.label_lower, str(record.pk)
    end = end_of(request.session, named)
    return {
        "record": record,
        "is_masked": record.is_masked,
        "until": end and datetime.fromtimestamp(end, UTC),
        "reveal_address": f"{record.get_absolute_url()}reveal/",
        "may_reveal": request.user.has_perm("threadsui.reveal_message"),
        "csrf_token": context.get("csrf_token"),
    }
