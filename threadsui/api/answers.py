"""From an HTTP answer to a value or an exception."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from . import sentences
from .auth import Mask
from .error_bodies import MESSAGE_MAX_LENGTH, WORD_MAX_LENGTH, clean, read_error_body
from .exceptions import APIResponseError, APIStatusError, class_for_status
from .retries import asked_wait
from .schema import Deleted

MAX_BYTES = 32 * 1024 * 1024  # of an answer's body, unpacked
REQUEST_ID_HEADERS = ("x-request-id", "apim-request-id", "x-ms-request-id")

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer. `headers` are case-insensitive; `body` is unpacked and, if `is_cut`, not all of it."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False

    @property
    def is_success(self) -> bool:
        return 200 <= self.status_code < 300

    @property
    def request_id(self) -> str | None:
        found = (clean(self.headers.get(name), WORD_MAX_LENGTH) for name in REQUEST_ID_HEADERS)
        return next(filter(None, found), None)


def read(model: type[Model], answer: Answer) -> Model:
    """The answer as `model`; raises APIResponseError, without a word of the answer in it, if it is none."""
    if answer.is_cut:
        most = MAX_BYTES // 1024 // 1024
        raise unusable(answer, sentences.IS_TOO_LARGE, is_too_large=True, max=most)
    try:
        return model.model_validate_json(answer.body.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as exc:
        problem = exc.errors(include_input=False, include_url=False, include_context=False)[0]
    if problem["type"] == "json_invalid":
        said = sentences.IS_NOT_JSON if answer.body.strip() else sentences.IS_EMPTY
        raise unusable(answer, said)
    place = clean(".".join(map(str, problem["loc"])), WORD_MAX_LENGTH) or "the body"
    raise unusable(answer, sentences.IS_ANOTHER_KIND, kind=model.__name__, place=place)


def read_deleted(remote_id: str, answer: Answer) -> Deleted:
    """As `read`, but a 2xx without a body (204 and the like) says that it is deleted, too."""
    if not answer.body.strip():
        return Deleted(id=remote_id)
    return read(Deleted, answer)


def unusable(
    answer: Answer, sentence: str, *, is_too_large: bool = False, **values: Any
) -> APIResponseError:
    return APIResponseError(
        sentence % {"status": answer.status_code, **values},
        status_code=answer.status_code,
        request_id=answer.request_id,
        is_too_large=is_too_large,
    )


def refusal(answer: Answer, mask: Mask) -> APIStatusError:
    """The exception that an answer other than 2xx stands for. Never raises."""
    said = read_error_body(answer.body)

    def word(value: str | None) -> str | None:
        return mask(value) if value else None

    return class_for_status(answer.status_code)(
        mask(said.message) or _own_words(answer, mask),
        status_code=answer.status_code,
        type=word(said.type),
        code=word(said.code),
        param=word(said.param),
        request_id=word(answer.request_id or said.request_id),
        is_empty_body=said.is_empty and not answer.is_cut,
        retry_after=asked_wait(answer.headers),
    )


def _own_words(answer: Answer, mask: Mask) -> str:
    if 300 <= answer.status_code < 400:
        target = mask(clean(answer.headers.get("location"), MESSAGE_MAX_LENGTH)) or "nowhere"
        return sentences.REDIRECTS % {"status": answer.status_code, "target": target}
    is_empty = not answer.body.strip()
    said = sentences.SAID_NOTHING if is_empty else sentences.SAID_NOTHING_READABLE
    return said % {"status": answer.status_code}
