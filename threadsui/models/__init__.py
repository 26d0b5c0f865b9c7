"""The records of the console, one file each."""

from .api_call import ApiCall
from .audit_event import AuditEvent
from .connection import Connection
from .draft import Draft
from .message import Message
from .metadata_pair import MetadataPair
from .spent_token import SpentToken
from .submission import Submission
from .thread import Thread
from .user import Role, User

__all__ = [
    "ApiCall",
    "AuditEvent",
    "Connection",
    "Draft",
    "Message",
    "MetadataPair",
    "Role",
    "SpentToken",
    "Submission",
    "Thread",
    "User",
]
