"""From text to a search: every term that can be read, and every error, each at its place."""

from django.utils.translation import gettext_lazy as _

from .checking import PAIR_NAME_MAX, STARRED, check
from .lazy import said
from .query import Match, QueryError, Search, Term, Value
from .reading import Piece, Reader
from .threads import THREADS
from .vocabulary import Key, Kind, Vocabulary

TEXT_MAX = 1_000  # characters
TERMS_MAX = 20
VALUES_MAX = 10  # of one term


def parse(text: str, vocabulary: Vocabulary = THREADS) -> Search:
    """Read `text`. Never raises: what cannot be read is in `errors`, from left to right, all at once."""
    if len(text) > TEXT_MAX:
        message = said(_("At most %(max)d characters. Take some terms out."), max=TEXT_MAX)
        return Search(text, errors=(QueryError(message, TEXT_MAX, len(text)),))
    return _Parser(text, vocabulary).search()


class _Parser:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.reader = Reader(text)
        self.vocabulary = vocabulary
        self.errors: list[QueryError] = []

    def search(self) -> Search:
        terms = []
        self._reject_nul()
        self.reader.skip_space()
        while not self.reader.is_done:
            if term := self._term():
                terms.append(term)
            self.reader.skip_space()
        for term in terms[TERMS_MAX:][:1]:
            message = said(_("At most %(max)d terms. Take some out."), max=TERMS_MAX)
            self._wrong(message, term.start, len(self.reader.text))
        errors = sorted(self.errors, key=lambda error: error.start)
        return Search(self.reader.text, tuple(terms), tuple(errors))

    def _term(self) -> Term | None:
        start, errors = self.reader.at, len(self.errors)
        is_negated = self.reader.skips("-") and self.reader.is_in_term()
        begin = self.reader.at
        word = self.reader.key()
        key, name, values = self._keyed(word, begin) if word else (None, "", self._words(start))
        if len(self.errors) > errors:
            return None
        return Term(key.name if key else "", values, is_negated, name, start, self.reader.at)

    def _words(self, start: int) -> tuple[Value, ...]:
        return self._checked(None, [self.reader.piece()], start)

    def _keyed(self, word: str, begin: int) -> tuple[Key | None, str, tuple[Value, ...]]:
        key = self.vocabulary.get(word)
        is_named = self.reader.skips(".")
        name = self._name() if is_named else ""
        # Without a colon it is a key of metadata alone: any value.
        at = self.reader.at
        pieces = self._pieces() if self.reader.skips(":") else [Piece("*", at, at)]
        if key is None:
            self._unknown(word, begin)
        elif key.kind is Kind.PAIR and not is_named:
            message = _("Write the key of the metadata after a dot: metadata.ticket:4711.")
            self._wrong(message, begin, self.reader.at)
        else:
            return key, name, self._checked(key, pieces, begin)
        return key, name, ()

    def _name(self) -> str:
        piece = self.reader.piece(stops=":")
        self._reject_open(piece)
        if not piece.text:
            self._wrong(_("The key of the metadata is missing."), piece.start - 1, piece.end)
        if len(piece.text) > PAIR_NAME_MAX:
            message = said(_("No key is longer than %(max)d characters."), max=PAIR_NAME_MAX)
            self._wrong(message, piece.start, piece.end)
        return piece.text

    def _pieces(self) -> list[Piece]:
        pieces = [self.reader.piece(stops=",")]
        while self.reader.skips(","):
            pieces.append(self.reader.piece(stops=","))
        return pieces

    def _checked(self, key: Key | None, pieces: list[Piece], begin: int) -> tuple[Value, ...]:
        """The values of `pieces`, of a term that begins at `begin`."""
        if len(pieces) > VALUES_MAX:
            message = said(_("At most %(max)d values at once. Take some out."), max=VALUES_MAX)
            self._wrong(message, pieces[VALUES_MAX].start, pieces[-1].end)
        values = tuple(_value(key, piece) for piece in pieces)
        for piece, value in zip(pieces, values, strict=True):
            if not self._reject_open(piece) and (problem := check(key, piece, value)):
                message, suggestion = problem
                start = begin if piece.start == piece.end else piece.start  # something to mark
                self.errors.append(QueryError(message, start, piece.end, suggestion))
        return values

    def _unknown(self, word: str, begin: int) -> None:
        near, end = self.vocabulary.nearest(word), begin + len(word)
        if near:
            message = said(
                _("There is no key “%(key)s”. Did you mean “%(near)s”? As words it needs quotes."),
                key=word,
                near=near,
            )
        else:
            message = said(
                _("There is no key “%(key)s”. In quotes it is searched for as words."), key=word
            )
        self.errors.append(QueryError(message, begin, end, near))

    def _reject_open(self, piece: Piece) -> bool:
        if not piece.is_closed:
            self._wrong(_("The closing quote is missing."), piece.start, piece.end)
        return not piece.is_closed

    def _reject_nul(self) -> None:
        at = self.reader.text.find("\0")
        if at >= 0:
            self._wrong(_("Null characters are not allowed."), at, at + 1)

    def _wrong(self, message: str, start: int, end: int) -> None:
        self.errors.append(QueryError(message, start, end))


def _value(key: Key | None, piece: Piece) -> Value:
    text, match = piece.text, Match.PREFIX if piece.has_star else Match.EXACT
    if not piece.is_quoted:
        if key and key.kind is Kind.PAIR and text == "*":
            text, match = "", Match.ANY
        elif key and key.kind is Kind.DAYS and ".." in text:
            match = Match.RANGE
        elif (key is None or key.kind in STARRED) and text.endswith("*"):
            text, match = text[:-1], Match.PREFIX
    return Value(text, match, piece.start, piece.end)
