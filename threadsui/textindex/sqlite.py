"""The index on SQLite: FTS5 over ThreadText as its external content."""

TEXT, INDEX = "threadsui_threadtext", "threadsui_threadsearch"
COLUMNS = "title, remote_id, messages, notes, marks"

# Between two messages or notes stands a word of its own that no keyboard has, so that no phrase goes across.
BETWEEN = "' ' || char(57344) || ' '"
MESSAGES_MAX, NOTES_MAX = 200_000, 20_000  # characters of one thread that are searched

# Pictures and arrows are no words; those that are newer than this tokenizer's Unicode would be taken for letters.
PICTURES = "".join(
    chr(code) for first, end in ((0x2190, 0x2C00), (0x1F000, 0x1FB00)) for code in range(first, end)
)

CREATE_INDEX = f"""
CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMNS}, content='{TEXT}', content_rowid='thread_id',
tokenize="unicode61 remove_diacritics 2 separators '{PICTURES}'")
"""

# A file is named by `file_id`, or in a list of `file_ids`, at any depth of these.
FILES = """
SELECT j.value FROM threadsui_message m, json_tree(m.content) j
WHERE m.thread_id = t.id AND j.type = 'text' AND j.key = 'file_id'
UNION SELECT j.value FROM threadsui_message m, json_tree(m.attachments) j
WHERE m.thread_id = t.id AND j.type = 'text' AND j.key = 'file_id'
UNION SELECT j.value FROM json_tree(t.tool_resources) j
WHERE j.type = 'text' AND (j.key = 'file_id' OR j.path LIKE '%.file_ids' OR j.path LIKE '%."file_ids"')
"""
MESSAGE = "SELECT 1 FROM threadsui_message m WHERE m.thread_id = t.id"
MARKS = f"""
'all u' || t.creator_id || ' c' || t.connection_id
|| CASE WHEN t.title <> '' THEN ' hastitle' ELSE '' END
|| CASE WHEN t.metadata <> '{{}}' THEN ' hasmetadata' ELSE '' END
|| CASE WHEN EXISTS ({MESSAGE}) THEN ' hasmessage' ELSE '' END
|| CASE WHEN EXISTS ({MESSAGE} AND m.role = 'user') THEN ' roleuser' ELSE '' END
|| CASE WHEN EXISTS ({MESSAGE} AND m.role = 'assistant') THEN ' roleassistant' ELSE '' END
|| CASE WHEN EXISTS ({MESSAGE} AND m.attachments <> '[]') THEN ' hasattachment' ELSE '' END
|| CASE WHEN EXISTS (SELECT 1 FROM threadsui_message m, json_each(m.content) p
   WHERE m.thread_id = t.id AND m.content LIKE '[%' AND CASE WHEN p.type = 'object'
   THEN json_extract(p.value, '$.type') IN ('image_file', 'image_url') ELSE 0 END)
   THEN ' hasimage' ELSE '' END
|| CASE WHEN EXISTS (SELECT 1 FROM threadsui_note n WHERE n.thread_id = t.id) THEN ' hasnote' ELSE '' END
|| coalesce((SELECT ' hasfile' || group_concat(' f' || lower(hex(substr(f.value, 1, 200))), '') FROM ({FILES}) f), '')
"""
VALUES = f"""
t.title, t.remote_id,
coalesce((SELECT substr(group_concat(m.text, {BETWEEN}), 1, {MESSAGES_MAX}) FROM (SELECT text FROM threadsui_message
WHERE thread_id = t.id AND text <> '' ORDER BY position) m), ''),
coalesce((SELECT substr(group_concat(n.text, {BETWEEN}), 1, {NOTES_MAX}) FROM (SELECT text FROM threadsui_note
WHERE thread_id = t.id ORDER BY id) n), ''),
{MARKS}
"""
WANTED = f"SELECT t.id, {VALUES} FROM threadsui_thread t"


def _renew(number: str) -> str:
    values = f"SELECT {VALUES} FROM threadsui_thread t WHERE t.id = {TEXT}.thread_id"
    return f"UPDATE {TEXT} SET ({COLUMNS}) = ({values}) WHERE thread_id = {number}"


def _index(row: str, *, is_delete: bool = False) -> str:
    values = ", ".join(f"{row}.{column}" for column in ("thread_id", *COLUMNS.split(", ")))
    if is_delete:
        return f"INSERT INTO {INDEX}({INDEX}, rowid, {COLUMNS}) VALUES ('delete', {values});"
    return f"INSERT INTO {INDEX}(rowid, {COLUMNS}) VALUES ({values});"


def _differ(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)


THREAD_COLUMNS = (
    "title",
    "remote_id",
    "creator_id",
    "connection_id",
    "metadata",
    "tool_resources",
)
MESSAGE_COLUMNS = ("text", "role", "content", "attachments", "thread_id", "position")

TRIGGERS = {
    f"{TEXT}_of_new": f"AFTER INSERT ON threadsui_thread BEGIN "
    f"INSERT INTO {TEXT}(thread_id, {COLUMNS}) {WANTED} WHERE t.id = NEW.id; END",
    f"{TEXT}_of_changed": f"AFTER UPDATE OF {', '.join(THREAD_COLUMNS)} ON threadsui_thread "
    f"WHEN {_differ(*THREAD_COLUMNS)} BEGIN {_renew('NEW.id')}; END",
    f"{TEXT}_of_deleted": f"AFTER DELETE ON threadsui_thread BEGIN "
    f"DELETE FROM {TEXT} WHERE thread_id = OLD.id; END",
    **{
        f"{TEXT}_of_{kind}_{word}": f"AFTER {event} ON threadsui_{kind} {when} BEGIN "
        + "".join(f"{_renew(number)}; " for number in numbers)
        + "END"
        for kind, columns in (("message", MESSAGE_COLUMNS), ("note", ("text", "thread_id")))
        for word, event, numbers, when in (
            ("new", "INSERT", ("NEW.thread_id",), ""),
            (
                "changed",
                f"UPDATE OF {', '.join(columns)}",
                ("NEW.thread_id", "nullif(OLD.thread_id, NEW.thread_id)"),
                f"WHEN {_differ(*columns)}",
            ),
            ("deleted", "DELETE", ("OLD.thread_id",), ""),
        )
    },
    f"{INDEX}_new": f"AFTER INSERT ON {TEXT} BEGIN {_index('NEW')} END",
    f"{INDEX}_changed": f"AFTER UPDATE ON {TEXT} BEGIN {_index('OLD', is_delete=True)} {_index('NEW')} END",
    f"{INDEX}_deleted": f"AFTER DELETE ON {TEXT} BEGIN {_index('OLD', is_delete=True)} END",
}
INDEX_TRIGGERS = tuple(name for name in TRIGGERS if name.startswith(INDEX))
