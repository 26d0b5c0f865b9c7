"""What is typed into the search of a short list."""

TEXT_MAX = 200


def search_text(request):
    """`?q=`, without the NUL character, which no text holds and PostgreSQL refuses."""
    return request.GET.get("q", "").replace("\0", "").strip()[:TEXT_MAX]
