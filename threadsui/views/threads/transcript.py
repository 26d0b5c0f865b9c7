"""Messages as a page shows them: text as text, images and files as words. Nothing is ever loaded from elsewhere."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from threadsui.queries.retention import digests_of

TOOLS = {"code_interpreter": _("Code interpreter"), "file_search": _("File search")}
ICONS = {"user": "user", "assistant": "bot"}


def shown_messages(excerpt, thread):
    """The messages of an Excerpt of `thread` as plain values for the templates."""
    digests = digests_of(thread)
    return [
        _message(message, excerpt.total, thread.text_removed_at, digests)
        for message in excerpt.messages
    ]


def _message(message, total, removed_at, digests):
    parts = [_part(part) for part in _parts(message.content)]
    return {
        "anchor": f"message-{message.position + 1}",
        "role": message.role,
        "name": message.get_role_display(),
        "icon": ICONS[message.role],
        "remote_id": message.remote_id,
        "number": message.position + 1,
        "total": total,
        "created_at": message.remote_created_at,
        "parts": parts,
        "images": sum(part["kind"] != "text" for part in parts),
        "text": message.text,
        "is_masked": message.is_masked,
        "is_removed": bool(removed_at),
        "digest": digests.get(str(message.position), ""),  # of the text that was removed
        "attachments": [_attachment(attachment) for attachment in message.attachments or []],
        "pairs": list((message.metadata or {}).items()),
    }


def _parts(content):
    return content if isinstance(content, list) else [{"type": "text", "text": content}]


def _part(part):
    """{kind: text | image_url | image_file | other, …}. An answer's text is an object, a request's a string."""
    kind = part.get("type") if isinstance(part, dict) else None
    inner = part.get(kind) if kind else None
    if kind in ("text", "refusal"):
        text = inner.get("value", "") if isinstance(inner, dict) else inner
        return {"kind": "text", "text": str(text or "")}
    if kind == "image_url" and isinstance(inner, dict):
        url = str(inner.get("url", ""))
        return _image(kind, url, inner, href=url if _is_web_address(url) else "")
    if kind == "image_file" and isinstance(inner, dict):
        return _image(kind, str(inner.get("file_id", "")), inner, href="")
    return {"kind": "other", "name": str(kind or "unknown"), "value": part}


def _image(kind, address, inner, *, href):
    return {"kind": kind, "address": address, "href": href, "detail": inner.get("detail", "")}


def _attachment(attachment):
    tools = [tool.get("type", "") for tool in attachment.get("tools") or []]
    return {
        "file_id": str(attachment.get("file_id", "")),
        "tools": ", ".join(str(TOOLS.get(tool, tool)) for tool in tools),
    }


def _is_web_address(url):
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
