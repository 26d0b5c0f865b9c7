"""The servers that are known to speak the Threads API, and what a connection to each begins with.

As of November 2026; words in capitals stand for what only their owner knows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\b(RESOURCE|PROJECT|TENANT|HOST)\b")


@dataclass(frozen=True)
class Profile:
    """`initial`: of the form's fields. `note`: what one should know before, if anything."""

    key: str
    label: str
    text: str
    icon: str = "server"
    note: str = ""
    initial: Mapping[str, Any] = field(default_factory=dict)


PROFILES = {
    one.key: one
    for one in (
        Profile(
            "openai",
            _("OpenAI-compatible"),
            _(
                "Any server that takes what OpenAI's Threads API took: a bearer key and OpenAI-Beta."
            ),
            note=_("OpenAI itself switched its Threads API off on 2026-08-26."),
            initial={"base_url": "https://HOST/v1"},
        ),
        Profile(
            "foundry",
            _("Foundry Agent Service (classic)"),
            _("Microsoft's; the key is a token of Entra ID that the console fetches and renews."),
            "cloud",
            note=_("It retires on 2027-03-31. Its threads can be listed."),
            initial={
                "base_url": "https://RESOURCE.services.ai.azure.com/api/projects/PROJECT",
                "auth_style": "oauth",
                "token_url": "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
                "token_scope": "https://ai.azure.com/.default",
                "extra_query": "api-version=2025-05-01",
                "beta_header": "",
                "end_of_life": date(2027, 3, 31),
            },
        ),
        Profile(
            "dashscope",
            _("Alibaba Model Studio (DashScope)"),
            _("A bearer key; messages and metadata only."),
            "cloud",
            note=_("Outside China: dashscope-intl.aliyuncs.com. It is being deprecated."),
            initial={"base_url": "https://dashscope.aliyuncs.com/api/v1", "beta_header": ""},
        ),
        Profile(
            "astra",
            _("astra-assistants"),
            _("DataStax's, self-hosted: a bearer key, and the database's token in a header."),
            initial={"base_url": "http://HOST:8000/v1", "extra_headers": "astra-api-token: "},
        ),
        Profile(
            "open_assistant",
            _("open-assistant-api"),
            _("Self-hosted; a bearer key only where APP_AUTH_ENABLE is set."),
            initial={"base_url": "http://HOST:8086/api/v1"},
        ),
        Profile(
            "litellm",
            _("LiteLLM proxy"),
            _("Passes threads on to another server; a bearer key of its own."),
            "waypoints",
            note=_("It can neither change nor delete threads, and may add metadata."),
            initial={"base_url": "http://HOST:4000/v1", "read_timeout": 60},
        ),
        Profile(
            "sandbox",
            _("Another console's sandbox"),
            _("The practice server inside a Threads Console, by its SANDBOX_KEY."),
            "box",
            initial={"base_url": "https://HOST/sandbox/v1"},
        ),
        Profile(
            "custom",
            _("Another server"),
            _("An empty form: every setting is yours."),
            "sliders-horizontal",
        ),
    )
}
