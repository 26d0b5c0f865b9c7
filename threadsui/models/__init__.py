"""The records of the console, one file each."""

from .access_group import AccessGroup
from .adoption import Adoption
from .api_call import ApiCall
from .audit_chain import AuditCheckpoint, AuditHead, AuditVerification
from .audit_event import AuditEvent
from .connection import Connection
from .draft import Draft
from .mention import Mention
from .message import Message
from .metadata_pair import MetadataPair
from .note import Note
from .operation import Operation
from .password_link import PasswordLink
from .preset import Preset
from .retention import LegalHold, RemovedText, RetentionRule
from .saved_view import ListName, SavedView
from .snippet import Snippet
from .spent_token import SpentToken
from .submission import Submission
from .tag import Tag, ThreadTag
from .thread import Thread
from .thread_check import ThreadCheck
from .thread_text import ThreadText
from .user import Role, User

__all__ = [
    "AccessGroup",
    "Adoption",
    "ApiCall",
    "AuditCheckpoint",
    "AuditEvent",
    "AuditHead",
    "AuditVerification",
    "Connection",
    "Draft",
    "LegalHold",
    "ListName",
    "Mention",
    "Message",
    "MetadataPair",
    "Note",
    "Operation",
    "PasswordLink",
    "Preset",
    "RemovedText",
    "RetentionRule",
    "Role",
    "SavedView",
    "Snippet",
    "SpentToken",
    "Submission",
    "Tag",
    "Thread",
    "ThreadCheck",
    "ThreadTag",
    "ThreadText",
    "User",
]
