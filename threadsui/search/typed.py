"""What somebody is about to type at the end of a text: a word or key, the name of a metadata key, or a value."""

from dataclasses import dataclass
from enum import Enum

from .reading import Piece, Reader
from .threads import THREADS
from .vocabulary import Key, Vocabulary


class Part(Enum):
    WORD = "word"  # or a key, as long as there is no colon
    NAME = "name"  # of metadata.NAME
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Typed:
    """`beginning`: the letters so far, without quotes. `replaced`: what stands there for it, with quotes."""

    part: Part
    beginning: str
    replaced: str
    key: Key | None = None
    name: str = ""


def typed_in(text: str, vocabulary: Vocabulary = THREADS) -> Typed | None:
    """What the end of `text` is the beginning of; None after what needs no more, as a phrase."""
    reader = Reader(text)
    while True:
        reader.skip_space()
        found = _term(reader, vocabulary)
        if reader.is_done:
            return found


def _term(reader: Reader, vocabulary: Vocabulary) -> Typed | None:
    reader.skips("-")
    word = reader.key()
    if not word:
        piece = reader.piece()
        head, dot, name = piece.text.partition(".")
        if dot and not name and head.lower() == "metadata" and not piece.is_quoted:
            return Typed(Part.NAME, "", "", vocabulary.get("metadata"))
        return None if piece.is_quoted else _unless_complete(Part.WORD, piece, reader)
    key, name = vocabulary.get(word), ""
    if reader.skips("."):
        piece = reader.piece(stops=":")
        name = piece.text
        if not reader.skips(":"):
            return _unless_complete(Part.NAME, piece, reader, key)
    else:
        reader.skips(":")
    piece = reader.piece(stops=",")
    while reader.skips(","):
        piece = reader.piece(stops=",")
    return _unless_complete(Part.VALUE, piece, reader, key, name) if key else None


def _unless_complete(
    part: Part, piece: Piece, reader: Reader, key: Key | None = None, name: str = ""
) -> Typed | None:
    if piece.is_quoted and piece.is_closed:
        return None
    return Typed(part, piece.text, reader.text[piece.start : piece.end], key, name)
