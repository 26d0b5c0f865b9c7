"""One JSON object a line."""

import json
from collections.abc import Generator, Iterable, Mapping
from typing import Any

# U+2028 and U+2029 end a line for some readers, although JSON lets them stand.
LINE_ENDS = {0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"}


def json_lines(records: Iterable[Mapping[str, Any]]) -> Generator[str, None, None]:
    for record in records:
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        yield f"{text.translate(LINE_ENDS)}\n"
