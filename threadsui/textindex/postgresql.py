"""The index on PostgreSQL: the folded words of each thread, a tsvector that is generated from them, and a GIN index.

The server's own parsers take addresses, versions and hyphens apart in ways of their own, and its lower() knows what the
database's locale knows. So words are made by functions of our own, with ICU's alphabet, to be those that SQLite finds.
"""

TEXT, INDEX = "threadsui_threadtext", "threadsui_threadtext_lexemes"
COLUMNS = "title, remote_id, messages, notes, marks"
MESSAGES_MAX, NOTES_MAX = 200_000, 20_000  # characters of one thread that are searched
ALPHABET = 'COLLATE "und-x-icu"'
NUMBERS = "²³¹¼½¾⁰⁴-⁹₀-₉⅐-↉"  # numbers that ICU takes for no digits

# " one two ", of letters and digits in small letters without accents; a single space for no word at all. To split
# and to join is twice as fast as to replace.
FOLD = rf"""
CREATE OR REPLACE FUNCTION threadsui_fold(given text) RETURNS text
IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
SELECT rtrim(' ' || btrim(CASE WHEN octet_length(given) = length(given)
THEN array_to_string(regexp_split_to_array(lower(given COLLATE "C"), '[^a-z0-9]+'), ' ') COLLATE "default"
ELSE array_to_string(regexp_split_to_array(translate(lower(regexp_replace(normalize(
  regexp_replace(normalize(given, NFD), '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC),
  '[\u0300-\u036f]+', '', 'g') {ALPHABET}), 'ς', 'σ'), '[^[:alnum:]{NUMBERS}]+'), ' ') COLLATE "default"
END)) || ' '
$$
"""
LEXEMES = """
CREATE OR REPLACE FUNCTION threadsui_lexemes(title text, remote_id text, messages text, notes text, marks text)
RETURNS tsvector IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
SELECT array_to_tsvector(ARRAY(
  SELECT DISTINCT field || left(word, 250)
  FROM (VALUES ('', concat(title, remote_id, messages, notes)), ('=t', title), ('=i', remote_id), ('=n', notes),
    ('=m', marks)) AS texts (field, words),
  unnest(string_to_array(translate(words, E'\\n', ' '), ' ')) AS word
  WHERE word <> ''))
$$
"""
# Every word of `given`, in the field that `field` stands for: '' any, =t title, =i id, =n notes.
QUERY = """
CREATE OR REPLACE FUNCTION threadsui_query(given text, field text, is_prefix boolean)
RETURNS tsquery IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
SELECT coalesce(string_agg('''' || field || left(word, 250) || '''' ||
  CASE WHEN is_prefix AND place = many THEN ':*' ELSE '' END, ' & '), '')::tsquery
FROM (SELECT word, place, max(place) OVER () AS many
  FROM unnest(string_to_array(btrim(threadsui_fold(given)), ' ')) WITH ORDINALITY AS words (word, place)
  WHERE word <> '') AS words
$$
"""
WANTED = f"""
CREATE OR REPLACE FUNCTION threadsui_wanted_text(ids bigint[])
RETURNS TABLE (thread_id bigint, title text, remote_id text, messages text, notes text, marks text)
STABLE LANGUAGE sql AS $$
SELECT t.id, threadsui_fold(t.title), threadsui_fold(t.remote_id),
left(coalesce(m.words, ''), {MESSAGES_MAX}), left(coalesce(n.words, ''), {NOTES_MAX}),
concat_ws(' ', 'all', 'u' || t.creator_id, 'c' || t.connection_id,
  CASE WHEN t.title <> '' THEN 'hastitle' END, CASE WHEN t.metadata <> '{{}}' THEN 'hasmetadata' END,
  CASE WHEN m.any THEN 'hasmessage' END, m.roles, CASE WHEN m.attached THEN 'hasattachment' END,
  CASE WHEN m.pictured THEN 'hasimage' END, CASE WHEN n.any THEN 'hasnote' END, f.files)
FROM threadsui_thread t
LEFT JOIN LATERAL (SELECT true AS any, bool_or(attachments <> '[]') AS attached,
  string_agg(DISTINCT 'role' || role, ' ') AS roles,
  bool_or(jsonb_path_exists(content, '$[*] ? (@.type == "image_file" || @.type == "image_url")')) AS pictured,
  string_agg(threadsui_fold(text), E'\\n' ORDER BY position) FILTER (WHERE text <> '') AS words
  FROM threadsui_message WHERE thread_id = t.id HAVING count(*) > 0) m ON true
LEFT JOIN LATERAL (SELECT true AS any, string_agg(threadsui_fold(text), E'\\n' ORDER BY id) AS words
  FROM threadsui_note WHERE thread_id = t.id HAVING count(*) > 0) n ON true
LEFT JOIN LATERAL (SELECT string_agg(DISTINCT 'f' || encode(convert_to(left(file #>> '{{}}', 200), 'UTF8'), 'hex'), ' ')
  || ' hasfile' AS files FROM (
    SELECT jsonb_path_query(content, '$.**.file_id') AS file FROM threadsui_message WHERE thread_id = t.id
    UNION ALL SELECT jsonb_path_query(attachments, '$.**.file_id') FROM threadsui_message WHERE thread_id = t.id
    UNION ALL SELECT jsonb_path_query(t.tool_resources, '$.**.file_id')
    UNION ALL SELECT jsonb_path_query(t.tool_resources, '$.**.file_ids[*]')) named
  WHERE jsonb_typeof(file) = 'string') f ON true
WHERE ids IS NULL OR t.id = ANY (ids)
$$
"""
# First the rows are kept from others: what these are writing is waited for, and seen by the UPDATE, which begins after.
# An UPDATE that waited by itself would write what it read before, without theirs.
RENEW = f"""
CREATE OR REPLACE FUNCTION threadsui_renew_text(ids bigint[]) RETURNS void VOLATILE LANGUAGE sql AS $$
SELECT FROM {TEXT} WHERE thread_id = ANY (ids) ORDER BY thread_id FOR UPDATE;
UPDATE {TEXT} kept SET title = w.title, remote_id = w.remote_id, messages = w.messages, notes = w.notes, marks = w.marks
FROM threadsui_wanted_text(ids) w WHERE kept.thread_id = w.thread_id
$$
"""


def _trigger_function(name: str, statement: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {statement}; RETURN NULL; END $$"
    )


THREAD_DIFFERS = " OR ".join(
    f"o.{column} IS DISTINCT FROM n.{column}"
    for column in (
        "title",
        "remote_id",
        "creator_id",
        "connection_id",
        "metadata",
        "tool_resources",
    )
)
FUNCTIONS = (
    FOLD,
    LEXEMES,
    QUERY,
    WANTED,
    RENEW,
    _trigger_function(
        "threadsui_text_of_new",
        f"INSERT INTO {TEXT} (thread_id, {COLUMNS}) "
        "SELECT * FROM threadsui_wanted_text(ARRAY(SELECT id FROM changed))",
    ),
    _trigger_function(
        "threadsui_text_of_changed",
        "PERFORM threadsui_renew_text(ARRAY(SELECT n.id FROM changed n JOIN former o USING (id) "
        f"WHERE {THREAD_DIFFERS}))",
    ),
    _trigger_function(
        "threadsui_text_of_deleted",
        f"DELETE FROM {TEXT} WHERE thread_id IN (SELECT id FROM former)",
    ),
    _trigger_function(
        "threadsui_text_of_piece_new",
        "PERFORM threadsui_renew_text(ARRAY(SELECT DISTINCT thread_id FROM changed))",
    ),
    _trigger_function(
        "threadsui_text_of_piece_changed",
        "PERFORM threadsui_renew_text(ARRAY(SELECT thread_id FROM changed UNION SELECT thread_id FROM former))",
    ),
    _trigger_function(
        "threadsui_text_of_piece_deleted",
        "PERFORM threadsui_renew_text(ARRAY(SELECT DISTINCT thread_id FROM former))",
    ),
)
EVENTS = {
    "new": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed",
    "changed": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS changed",
    "deleted": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS former",
}
TRIGGERS = {
    f"{TEXT}_of_{kind}_{word}": f"{event.format(table=f'threadsui_{kind}')} FOR EACH STATEMENT "
    f"EXECUTE FUNCTION threadsui_text_of{'' if kind == 'thread' else '_piece'}_{word}()"
    for kind in ("thread", "message", "note")
    for word, event in EVENTS.items()
}
ADD_COLUMN = (
    f"ALTER TABLE {TEXT} ADD COLUMN IF NOT EXISTS lexemes tsvector "
    "GENERATED ALWAYS AS (threadsui_lexemes(title, remote_id, messages, notes, marks)) STORED"
)
# A short list of what waits for its place in the index: each search reads it, too.
CREATE_INDEX = (
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TEXT} USING gin (lexemes) "
    "WITH (gin_pending_list_limit = 256)"
)
