"""One JSON object a line, with the request id that is also in the audit trail."""

import json
import logging
import re
from datetime import UTC, datetime

from threadsui.audit.context import current_context

# Whoever reads the logs must not be able to choose somebody's password (threadsui/views/people/password_links.py).
PASSWORD_LINK = re.compile(r"(/join/)[^/\s]+")


# What JSON leaves as it is, and a terminal or an editor would act on: C1 controls, marks of direction, the line
# separators of Unicode, and halves of surrogate pairs, which no file takes.
UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class JSONFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_links(record.getMessage()),
            "request_id": current_context().correlation_id,
        }
        if record.exc_info:
            line["traceback"] = _without_links(self.formatException(record.exc_info))
        told = {key: value for key, value in line.items() if value}
        return UNSAFE.sub(_escaped, json.dumps(told, ensure_ascii=False))


def _without_links(text):
    return PASSWORD_LINK.sub(r"\1[hidden]", text)


def _escaped(found):
    return f"\\u{ord(found[0]):04x}"
