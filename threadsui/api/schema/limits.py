"""Every limit of the Threads API, once.

Forms, the command, the importer and the sandbox read them from here. Sources: OpenAI's published OpenAPI file;
the numbers marked [live] are in no schema but were enforced by the service.
"""

MESSAGES_MAX = 32  # [live] initial messages of one thread
MESSAGE_TEXT_MAX_LENGTH = 256_000  # characters; from the 2024-04-09 draft of the spec
CONTENT_PARTS_MIN = 1

METADATA_MAX_PAIRS = 16  # [live]
METADATA_KEY_MAX_LENGTH = 64  # [live] characters
METADATA_VALUE_MAX_LENGTH = 512  # [live] characters

CODE_INTERPRETER_FILES_MAX = 20
VECTOR_STORES_MAX = 1  # by id or new: a thread has one
VECTOR_STORE_FILES_MAX = 10_000  # the spec's newer 100,000,000 would not fit a request

CHUNK_SIZE_MIN = 100  # tokens
CHUNK_SIZE_MAX = 4096  # tokens
CHUNK_OVERLAP_MIN = 0  # tokens; at most half the chunk size
CHUNK_SIZE_DEFAULT = 800  # tokens; what "auto" uses
CHUNK_OVERLAP_DEFAULT = 400  # tokens; what "auto" uses

PAGE_LIMIT_MIN = 1
PAGE_LIMIT_MAX = 100
PAGE_LIMIT_DEFAULT = 20
