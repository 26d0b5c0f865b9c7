"""Request bodies for tests, as JSON values: named examples, and strategies for any body that the contract accepts.

The strategies leave out what a browser's form cannot carry ("\\r" alone) and what no database stores (NUL, lone
surrogates); nothing else. So: white space counts, also at both ends, and a text may consist of it.
"""

from hypothesis import strategies as st

from threadsui.api.schema import limits

# -- Named examples: the bodies that OpenAI's own command line tests with (P0 to P6), and what the spec adds ----------

P0 = {}
"""No flags at all: an empty thread."""

_MESSAGE = {
    "content": "string",
    "role": "user",
    "attachments": [{"file_id": "file_id", "tools": [{"type": "code_interpreter"}]}],
    "metadata": {"foo": "string"},
}
_NEW_STORE = {
    "chunking_strategy": {"type": "auto"},
    "file_ids": ["string"],
    "metadata": {"foo": "string"},
}


def _everything(file_search):
    return {
        "messages": [_MESSAGE],
        "metadata": {"foo": "string"},
        "tool_resources": {
            "code_interpreter": {"file_ids": ["string"]},
            "file_search": file_search,
        },
    }


P1 = _everything({"vector_store_ids": ["string"], "vector_stores": [_NEW_STORE]})
"""Everything at once. Refused: it has both vector forms. P2 (inner flags) and P3 (standard input) spell the same."""
P2 = P3 = P1
P1_EXISTING_STORE = _everything({"vector_store_ids": ["string"]})
P1_NEW_STORE = _everything({"vector_stores": [_NEW_STORE]})

P4 = {
    "metadata": {"foo": "string"},
    "tool_resources": {
        "code_interpreter": {"file_ids": ["string"]},
        "file_search": {"vector_store_ids": ["string"]},
    },
}
"""Body of an update."""

P5 = None
"""Retrieve and delete: no body."""

P6 = _MESSAGE
"""Body of a message that is added to a thread."""

P7 = {
    "messages": [
        {"role": "user", "content": "Where is my order?"},
        {"role": "assistant", "content": "It left our warehouse on Monday."},
        {"role": "user", "content": "شكرًا\nThank you"},
    ]
}
P8 = {
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is wrong with this pole?"},
                {"type": "image_file", "image_file": {"file_id": "file-pole", "detail": "high"}},
                {
                    "type": "image_url",
                    "image_url": {"url": "https://example.org/pole.jpg", "detail": "low"},
                },
            ],
        }
    ]
}
P9 = {
    "messages": [
        {
            "role": "user",
            "content": "Compare the two invoices.",
            "attachments": [
                {"file_id": "file-1", "tools": [{"type": "file_search"}]},
                {
                    "file_id": "file-2",
                    "tools": [{"type": "code_interpreter"}, {"type": "file_search"}],
                },
            ],
        }
    ]
}
P10 = {
    "tool_resources": {
        "file_search": {
            "vector_stores": [
                {
                    "file_ids": ["file-1", "file-2"],
                    "chunking_strategy": {
                        "type": "static",
                        "static": {"max_chunk_size_tokens": 4096, "chunk_overlap_tokens": 2048},
                    },
                }
            ]
        }
    }
}
P11 = {"tool_resources": {"file_search": {"vector_store_ids": ["vs_1"]}}}
P12 = {
    "messages": [{"role": "user", "content": "Hello", "attachments": None, "metadata": None}],
    "metadata": None,
    "tool_resources": None,
}
P13 = {
    "metadata": {
        f"{number:02}".ljust(limits.METADATA_KEY_MAX_LENGTH, "k"): "v"
        * limits.METADATA_VALUE_MAX_LENGTH
        for number in range(limits.METADATA_MAX_PAIRS)
    }
}

VALID_THREADS = {
    "P0": P0,
    "P1 with an existing store": P1_EXISTING_STORE,
    "P1 with a new store": P1_NEW_STORE,
    "P7": P7,
    "P8": P8,
    "P9": P9,
    "P10": P10,
    "P11": P11,
    "P12": P12,
    "P13": P13,
}
"""Every example that `POST /threads` accepts, by name."""

# -- Strategies --------------------------------------------------------------------------------------------------------

WORDS_OF_THE_WORLD = (
    "שלום, עולם",
    "\u200fمرحبا\u200e بالعالم",
    "寝袋のサイズ",
    "👩\u200d👩\u200d👧 e\u0301 Straße",
    "<b>&amp;</b> {{ value }} {% now %}",
    'null "quoted" \\ back',
    " both ends ",
    "\n\nfirst\n\tsecond\n",
    "...",
    "0",
)

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")
words = st.sampled_from(WORDS_OF_THE_WORLD) | st.text(characters, min_size=1, max_size=20)
texts = words | st.sampled_from(["x" * 3000, "é\n" * 1000])
"""Message texts: never empty."""

keys = words | st.just("k" * limits.METADATA_KEY_MAX_LENGTH)
values = words | st.just("") | st.just("ü" * limits.METADATA_VALUE_MAX_LENGTH)
metadata = st.dictionaries(keys, values, max_size=4) | st.just(P13["metadata"])
nullable_metadata = st.none() | metadata

identifiers = st.text("abcxyzABCXYZ0123456789-_", min_size=1, max_size=12)
file_ids = identifiers.map("file-x{}".format) | st.sampled_from(
    ["file_id", "ファイル-1", "a/b?c=d&e#f"]
)
vector_store_ids = identifiers.map("vs_{}".format)
urls = st.sampled_from(
    [
        "https://example.org/pole.jpg",
        "http://127.0.0.1:8000/a.png?size=1&name=%C3%A9#top",
        "HTTPS://EXAMPLE.org",
        "https://例え.jp/写真.webp",
    ]
)


def objects(required, **optional):
    """JSON objects with all the required keys and any of the optional ones."""
    return st.fixed_dictionaries(required, optional=optional)


details = st.sampled_from(["auto", "low", "high"])
parts = st.one_of(
    objects({"type": st.just("text"), "text": texts}),
    objects(
        {
            "type": st.just("image_file"),
            "image_file": objects({"file_id": file_ids}, detail=details),
        }
    ),
    objects({"type": st.just("image_url"), "image_url": objects({"url": urls}, detail=details)}),
)
contents = texts | st.lists(parts, min_size=1, max_size=3)

tools = st.sampled_from(
    [
        [{"type": name} for name in names]
        for names in (
            ["code_interpreter"],
            ["file_search"],
            ["code_interpreter", "file_search"],
            ["file_search", "code_interpreter"],
            [],
        )
    ]
)
attachments = st.lists(objects({"file_id": file_ids, "tools": tools}), max_size=2)
messages = objects(
    {"role": st.sampled_from(["user", "assistant"]), "content": contents},
    attachments=st.none() | attachments,
    metadata=nullable_metadata,
)
"""Bodies of `POST /threads/{thread_id}/messages`, and the items of a new thread's `messages`."""


@st.composite
def static_chunking(draw):
    size = draw(st.integers(limits.CHUNK_SIZE_MIN, limits.CHUNK_SIZE_MAX))
    overlap = draw(st.integers(limits.CHUNK_OVERLAP_MIN, size // 2))
    return {
        "type": "static",
        "static": {"max_chunk_size_tokens": size, "chunk_overlap_tokens": overlap},
    }


vector_stores = objects(
    {},
    file_ids=st.lists(file_ids, max_size=3),
    chunking_strategy=st.just({"type": "auto"}) | static_chunking(),
    metadata=nullable_metadata,
)
code_interpreter = objects(
    {},
    file_ids=st.lists(file_ids, max_size=3)
    | st.just([f"file-{number}" for number in range(limits.CODE_INTERPRETER_FILES_MAX)]),
)
existing_file_search = objects(
    {"vector_store_ids": st.lists(vector_store_ids, max_size=limits.VECTOR_STORES_MAX)}
)
new_file_search = objects(
    {"vector_stores": st.lists(vector_stores, max_size=limits.VECTOR_STORES_MAX)}
)

threads = objects(
    {},
    messages=st.lists(messages, max_size=3)
    | st.just([{"role": "user", "content": "Hello"}] * limits.MESSAGES_MAX),
    metadata=nullable_metadata,
    tool_resources=st.none()
    | objects(
        {}, code_interpreter=code_interpreter, file_search=existing_file_search | new_file_search
    ),
)
"""Bodies of `POST /threads`."""

thread_updates = objects(
    {},
    metadata=nullable_metadata,
    tool_resources=st.none()
    | objects({}, code_interpreter=code_interpreter, file_search=existing_file_search),
)
"""Bodies of `POST /threads/{thread_id}`."""
