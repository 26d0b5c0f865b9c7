"""For a POSIX shell: cURL, and the API's own command line."""

import json
import re
from typing import Any
from urllib.parse import quote

from .target import BETA, BODY_FILE, THE_KEY, WORD_MAX, Header, Target

CONTINUED = " \\\n  "
PLAIN_WORD = re.compile(r"[\w./:=,%+-]+", re.ASCII)
PLAIN_HEADER = re.compile(r"[\w-]+: [\w ]*", re.ASCII)
# YAML takes these for line breaks, or refuses them, where JSON takes them as they are.
NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def curl_line(target: Target, body: str) -> str:
    """One cURL command that posts exactly `body` (JSON text); a large one is read from body.json."""
    words = [f"curl {_quoted(target.url)}"]
    words += [f"-H {_header(header)}" for header in target.headers]
    words.append("-H 'Content-Type: application/json'")
    # --data-binary reads a file when its value begins with @; JSON of an object begins with a brace.
    source = f"@{BODY_FILE}" if _is_large(body) else _quoted(body)
    words.append(f"--data-binary {source}")
    return CONTINUED.join(words)


def cli_line(target: Target, body: dict[str, Any]) -> str:
    """`openai beta:threads create`, which takes address and key from its environment. Its flags are those of
    openai-cli (pkg/cmd/betathread.go).
    """
    words = ["openai beta:threads create"]
    words += [f"--message {_value(message)}" for message in body.get("messages", [])]
    if "metadata" in body:
        words.append(f"--metadata {_value(body['metadata'])}")
    if "tool_resources" in body:
        words.append(f"--tool-resources {_value(body['tool_resources'])}")
    command = CONTINUED.join(words)
    if _is_large(command):
        command = f"openai beta:threads create < {BODY_FILE}"
    key = f' OPENAI_API_KEY="${THE_KEY}"' if target.takes_bearer_key else ""
    environment = f"OPENAI_BASE_URL={_quoted(target.base_url)}{key}"
    return f"{_what_it_leaves_out(target, body)}{environment} \\\n{command}"


def _what_it_leaves_out(target: Target, body: dict[str, Any]) -> str:
    """A comment that warns of what openai-cli has no flag for; quoted names keep it on its line."""
    known = {"authorization", BETA.lower()} if target.takes_bearer_key else {BETA.lower()}
    missing = [f"the header {h.name}" for h in target.headers if h.name.lower() not in known]
    missing += [f"the query {quote(name)}=…" for name in target.query]
    notes = [f"# This tool cannot send {' or '.join(missing)}; use cURL.\n"] if missing else []
    if _has_escaped_at(body):
        notes.append("# A text that begins with \\@ loses its backslash here; use cURL.\n")
    return "".join(notes)


def _value(value: Any) -> str:
    text = json.dumps(_without_files(value), ensure_ascii=False)
    return _quoted(NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def _without_files(value: Any) -> Any:
    """openai-cli reads a file for any string that begins with @, unless a backslash stands before it."""
    if isinstance(value, dict):
        return {name: _without_files(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_files(item) for item in value]
    return f"\\{value}" if isinstance(value, str) and value.startswith("@") else value


def _has_escaped_at(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_escaped_at(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_escaped_at(item) for item in value)
    return isinstance(value, str) and value.startswith("\\@")


def _header(header: Header) -> str:
    text = f"{header.name}: {header.text}"
    if not header.variable:
        return _quoted(text)
    if PLAIN_HEADER.fullmatch(text):
        return f'"{text}${header.variable}"'
    return f'{_quoted(text)}"${header.variable}"'


def _quoted(text: str) -> str:
    """One word of a POSIX shell, whatever is in it."""
    if PLAIN_WORD.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def _is_large(text: str) -> bool:
    return len(text) > WORD_MAX or len(text.encode()) > WORD_MAX
