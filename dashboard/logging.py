"""One JSON object a line, with the request id that is also in the audit trail."""

import json
import logging
import re
from datetime import UTC, datetime

from threadsui.audit.context import current_context

# Whoever reads the logs must not be able to choose somebody's password (threadsui/views/password_links.py).
PASSWORD_LINK = re.compile(r"(/join/)[^/\s]+")


class JSONFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": PASSWORD_LINK.sub(r"\1[hidden]", record.getMessage()),
            "request_id": current_context().correlation_id,
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)
