"""The flags that a thread's body is made of: those of the API's own command line.

Their values are JSON, or YAML in flow style. Unlike there, a value that begins with `@` is never read from a file.
"""

import argparse
import sys

from threadsui.forms.documents.reading import DocumentError, decode, read_document

TOOLS = ("code_interpreter", "file_search")
FLAGS = ("messages", "metadata", "tool_resources", *TOOLS)
NOT_GIVEN = object()  # null is a value


def add_body_flags(parser):
    """Give the parser the flags, and the argument `-` for a body on standard input."""
    flags = parser.add_argument_group(
        "body",
        "OBJECT and ARRAY are JSON, or YAML in flow style: '{role: user, content: Hello}'. null is allowed.",
    )
    flags.add_argument(
        "body",
        nargs="?",
        choices=["-"],
        metavar="-",
        help="read the body from standard input, as JSON or YAML; flags replace keys of it. Without flags it is read "
        "anyhow, unless that is a terminal.",
    )
    add_message_flags(flags)
    for name in FLAGS[1:]:
        flag = name.replace("_", "-")
        flags.add_argument(
            f"--tool-resources.{flag}" if name in TOOLS else f"--{flag}",
            dest=name,
            type=object_or_null,
            default=NOT_GIVEN,
            metavar="OBJECT",
            help=f"the member {name} of tool_resources" if name in TOOLS else None,
        )


def add_message_flags(flags):
    flags.add_argument(
        "--message",
        dest="messages",
        action=MessageAction,
        default=NOT_GIVEN,
        type=an_object,
        metavar="OBJECT",
        help="a message; repeatable",
    )
    for field, kind, metavar, words in (
        ("role", str, "ROLE", "user or assistant"),
        ("content", text_or_array, "TEXT|ARRAY", "text as it stands, or an array of parts"),
        ("attachments", array_or_null, "ARRAY", ""),
        ("metadata", object_or_null, "OBJECT", ""),
    ):
        flags.add_argument(
            f"--message.{field}",
            dest="messages",
            action=MessageAction,
            default=NOT_GIVEN,
            type=kind,
            metavar=metavar,
            help=f"of the message before it, or of a new one when that has its {field} already. {words}".strip(),
        )


class MessageAction(argparse.Action):
    """Collects `--message` and `--message.FIELD` in the order in which they stand."""

    def __call__(self, parser, namespace, value, option_string=None):
        given = getattr(namespace, self.dest)
        messages = [] if given is NOT_GIVEN else list(given)
        _, _, field = option_string.partition(".")
        if not field:
            messages.append(value)
        elif messages and field not in messages[-1]:
            messages[-1] = {**messages[-1], field: value}
        else:
            messages.append({field: value})
        setattr(namespace, self.dest, messages)


def body_from(options):
    """The body that flags and standard input stand for, not judged yet. Raises DocumentError."""
    given = {name: options[name] for name in FLAGS if options[name] is not NOT_GIVEN}
    body = {}
    if options["body"] == "-" or not (given or sys.stdin.isatty()):
        text = decode(sys.stdin.buffer.read())
        body = read_document(text) if text.strip() else {}
    if not (given and isinstance(body, dict)):
        return body
    tools = {name: given.pop(name) for name in TOOLS if name in given}
    body = body | given
    if tools:
        resources = {} if body.get("tool_resources") is None else body["tool_resources"]
        if not isinstance(resources, dict):
            raise DocumentError("tool_resources: expected an object, to put the other flags' into.")
        body["tool_resources"] = resources | tools
    return body


def an_object(text):
    value = _value(text)
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError("expected an object, such as '{role: user, content: Hi}'")
    return value


def object_or_null(text):
    value = _value(text)
    if not isinstance(value, dict | None):
        raise argparse.ArgumentTypeError("expected an object or null")
    return value


def array_or_null(text):
    value = _value(text)
    if not isinstance(value, list | None):
        raise argparse.ArgumentTypeError("expected an array or null")
    return value


def text_or_array(text):
    """Text is taken as it stands, so that a colon in it means nothing; an array begins with a bracket."""
    if not text.lstrip().startswith("["):
        return text
    try:
        return array_or_null(text)
    except argparse.ArgumentTypeError as exc:
        raise argparse.ArgumentTypeError(
            f"{exc} Text that begins with a bracket is given by --message, in quotes."
        ) from exc


def _value(text):
    try:
        return read_document(text)
    except DocumentError as exc:
        raise argparse.ArgumentTypeError(str(exc)) from exc
