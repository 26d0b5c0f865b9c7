"""What the browser posts of a connection."""

from django.urls import reverse

NEW = "/connections/new/"
CANARY = "sk-canary-4711-never-shown"
DESK = {
    "name": "Desk",
    "profile": "openai",
    "base_url": "https://desk.example.com/v1",
    "auth_style": "bearer",
    "secret": CANARY,
    "extra_headers": "x-team: canary-header-0815",
    "extra_query": "region=eu",
    "beta_header": "assistants=v2",
    "connect_timeout": "5",
    "read_timeout": "30",
    "max_attempts": "3",
}


def address(name, connection):
    return reverse(f"threadsui:connection_{name}", args=[connection.pk])


def edited(desk, **changes):
    """What the browser posts when nothing else was touched."""
    kept = {name: DESK[name] for name in DESK if name not in {"secret", "profile"}}
    return kept | {"extra_headers": "x-team: ••••••••"} | changes
