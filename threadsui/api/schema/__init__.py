"""The Threads API contract: bodies, answers, limits, and what is wrong with a body.

The form, the command, the importer and the sandbox all validate with `parse`; `canonical` is the one spelling of a
body that the console sends.
"""

from . import limits
from .canonical import canonical, canonical_json
from .problems import Problem, SchemaError, param_path, parse
from .requests import (
    Attachment,
    CreateMessage,
    CreateThread,
    Detail,
    ListMessages,
    Role,
    ToolType,
    UpdateMessage,
    UpdateThread,
)
from .responses import Deleted, Message, MessagePage, Thread, ThreadPage

__all__ = [
    "Attachment",
    "CreateMessage",
    "CreateThread",
    "Deleted",
    "Detail",
    "ListMessages",
    "Message",
    "MessagePage",
    "Problem",
    "Role",
    "SchemaError",
    "Thread",
    "ThreadPage",
    "ToolType",
    "UpdateMessage",
    "UpdateThread",
    "canonical",
    "canonical_json",
    "limits",
    "param_path",
    "parse",
]
