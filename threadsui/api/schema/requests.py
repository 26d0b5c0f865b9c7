"""Request bodies of `/threads` and `/threads/{thread_id}/messages`.

Source: CreateThreadRequest, CreateMessageRequest, ModifyThreadRequest of OpenAI's OpenAPI file.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, Tag, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from . import limits
from .types import ABSENT, Closed, Identifier, MessageText, Metadata, WebAddress, tagged_by

Role = Literal["user", "assistant"]
Detail = Literal["auto", "low", "high"]
ToolType = Literal["code_interpreter", "file_search"]


class ImageFile(Closed):
    file_id: Identifier
    detail: Detail = ABSENT


class ImageURL(Closed):
    url: WebAddress
    detail: Detail = ABSENT


class TextPart(Closed):
    type: Literal["text"]
    text: MessageText


class ImageFilePart(Closed):
    type: Literal["image_file"]
    image_file: ImageFile


class ImageURLPart(Closed):
    type: Literal["image_url"]
    image_url: ImageURL


PART_TYPES = ("text", "image_url", "image_file")


def _part_tag(part: Any) -> str | None:
    kind = part.get("type") if isinstance(part, dict) else getattr(part, "type", None)
    return f"<{kind}>" if kind in PART_TYPES else None


Part = Annotated[
    Annotated[TextPart, Tag("<text>")]
    | Annotated[ImageURLPart, Tag("<image_url>")]
    | Annotated[ImageFilePart, Tag("<image_file>")],
    tagged_by(_part_tag, kind="invalid_part", expected="'text', 'image_url' or 'image_file'"),
]


def _content_tag(content: Any) -> str | None:
    if isinstance(content, str):
        return "<string>"
    return "<array>" if isinstance(content, list) else None


Content = Annotated[
    Annotated[MessageText, Tag("<string>")]
    | Annotated[list[Part], Field(min_length=limits.CONTENT_PARTS_MIN), Tag("<array>")],
    tagged_by(_content_tag, kind="invalid_content", expected="a string or an array of parts"),
]


class Tool(Closed):
    type: ToolType


class Attachment(Closed):
    """A file given to a message. No tools means that no tool can read it: allowed, seldom meant."""

    file_id: Identifier
    tools: list[Tool]


class CreateMessage(Closed):
    role: Role
    content: Content
    attachments: list[Attachment] | None = None
    metadata: Metadata | None = None


class UpdateMessage(Closed):
    metadata: Metadata | None = None


class CodeInterpreterResources(Closed):
    file_ids: list[Identifier] = Field(default=[], max_length=limits.CODE_INTERPRETER_FILES_MAX)


class StaticChunking(Closed):
    max_chunk_size_tokens: int = Field(ge=limits.CHUNK_SIZE_MIN, le=limits.CHUNK_SIZE_MAX)
    chunk_overlap_tokens: int = Field(ge=limits.CHUNK_OVERLAP_MIN)

    @field_validator("chunk_overlap_tokens")
    @classmethod
    def at_most_half_the_chunk(cls, overlap: int, info: ValidationInfo) -> int:
        size = info.data.get("max_chunk_size_tokens")
        if size is not None and overlap * 2 > size:
            raise PydanticCustomError("less_than_equal", "overlap", {"le": size // 2})
        return overlap


class AutoChunkingStrategy(Closed):
    type: Literal["auto"]


class StaticChunkingStrategy(Closed):
    type: Literal["static"]
    static: StaticChunking


def _chunking_tag(strategy: Any) -> str | None:
    kind = strategy.get("type") if isinstance(strategy, dict) else getattr(strategy, "type", None)
    return f"<{kind}>" if kind in ("auto", "static") else None


ChunkingStrategy = Annotated[
    Annotated[AutoChunkingStrategy, Tag("<auto>")]
    | Annotated[StaticChunkingStrategy, Tag("<static>")],
    tagged_by(_chunking_tag, kind="invalid_part", expected="'auto' or 'static'"),
]


class NewVectorStore(Closed):
    file_ids: list[Identifier] = Field(default=[], max_length=limits.VECTOR_STORE_FILES_MAX)
    chunking_strategy: ChunkingStrategy = ABSENT
    metadata: Metadata | None = None


class ExistingFileSearchResources(Closed):
    """File search where only an existing vector store may be named: when a thread is changed."""

    vector_store_ids: list[Identifier] = Field(default=[], max_length=limits.VECTOR_STORES_MAX)


class FileSearchResources(Closed):
    """Exactly one of the two forms; the raw spec's `oneOf` refuses both and neither."""

    vector_store_ids: list[Identifier] = Field(default=ABSENT, max_length=limits.VECTOR_STORES_MAX)
    vector_stores: list[NewVectorStore] = Field(default=ABSENT, max_length=limits.VECTOR_STORES_MAX)

    @model_validator(mode="after")
    def exactly_one_form(self) -> "FileSearchResources":
        given = self.model_fields_set
        if len(given) != 1:
            raise PydanticCustomError(
                "mutually_exclusive" if given else "missing_one_of",
                "exactly one of 'vector_store_ids' and 'vector_stores'",
            )
        return self


class ToolResources(Closed):
    code_interpreter: CodeInterpreterResources = ABSENT
    file_search: FileSearchResources = ABSENT


class ExistingToolResources(Closed):
    code_interpreter: CodeInterpreterResources = ABSENT
    file_search: ExistingFileSearchResources = ABSENT


class CreateThread(Closed):
    """`POST /threads`. The body is optional as a whole: `{}` is a valid, empty thread."""

    messages: list[CreateMessage] = Field(default=[], max_length=limits.MESSAGES_MAX)
    metadata: Metadata | None = None
    tool_resources: ToolResources | None = None


class UpdateThread(Closed):
    """`POST /threads/{thread_id}`. A given map replaces the whole map; an absent one is untouched."""

    metadata: Metadata | None = None
    tool_resources: ExistingToolResources | None = None


class ListMessages(Closed):
    """The query of `GET /threads/{thread_id}/messages`; ids are message ids."""

    limit: int = Field(
        default=limits.PAGE_LIMIT_DEFAULT, ge=limits.PAGE_LIMIT_MIN, le=limits.PAGE_LIMIT_MAX
    )
    order: Literal["asc", "desc"] = "desc"
    after: Identifier = ABSENT
    before: Identifier = ABSENT
    run_id: Identifier = ABSENT
