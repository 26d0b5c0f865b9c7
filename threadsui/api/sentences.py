"""What the client itself says of what went wrong, in English. Whoever shows it may translate it."""

from typing import Any


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues. Whoever shows it translates it; here it stays as it is."""
    return sentence


class SettingError(ValueError):
    """Something that no server can be called with. `sentence` with `values` in it says what; `str()` is both."""

    def __init__(self, sentence: str, **values: Any):
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


# Of an exchange.
NO_CONNECTION = _("No connection to %(host)s: %(reason)s. Nothing was sent.")
NO_CONNECTION_IN_TIME = _("No connection to %(host)s within %(seconds)s s. Nothing was sent.")
NOT_CALLED = _("No connection: %(reason)s. Nothing was sent.")
NO_TOKEN = _("No token: %(reason)s. Nothing was sent.")
NO_ANSWER_IN_TIME = _(
    "%(host)s gave no complete answer within %(seconds)s s. "
    "It may have carried out the request all the same."
)
BROKEN_OFF = _(
    "The connection to %(host)s broke before the answer was complete: %(reason)s. "
    "It may have carried out the request all the same."
)

# Of an answer.
IS_EMPTY = _(
    "The server's answer (HTTP %(status)s) is empty. "
    "It may have carried out the request all the same."
)
IS_NOT_JSON = _(
    "The server's answer (HTTP %(status)s) is not JSON. "
    "It may have carried out the request all the same."
)
IS_TOO_LARGE = _(
    "The server's answer (HTTP %(status)s) is larger than %(max)s MiB. "
    "It may have carried out the request all the same."
)
IS_ANOTHER_KIND = _(
    "The server's answer (HTTP %(status)s) is no %(kind)s: %(place)s is missing or not as expected. "
    "It may have carried out the request all the same."
)
REDIRECTS = _(
    "The server redirects (HTTP %(status)s) to %(target)s. Redirects are not followed, "
    "so that the key reaches no other place: change the base URL if this is right."
)
SAID_NOTHING = _("The server answered HTTP %(status)s with an empty body.")
SAID_NOTHING_READABLE = _("The server answered HTTP %(status)s without a readable message.")

SENTENCES = (
    NO_CONNECTION_IN_TIME,
    NO_CONNECTION,
    NOT_CALLED,
    NO_TOKEN,
    NO_ANSWER_IN_TIME,
    BROKEN_OFF,
    IS_EMPTY,
    IS_NOT_JSON,
    IS_TOO_LARGE,
    IS_ANOTHER_KIND,
    REDIRECTS,
    SAID_NOTHING,
    SAID_NOTHING_READABLE,
)

# Of a setting: its `subject`, and what it must not be.
SUBJECTS = {
    "base URL": _("The base URL"),
    "proxy": _("The proxy"),
    "token URL": _("The token URL"),
}
INVISIBLE = _("%(subject)s must not hold line breaks or other invisible characters.")
NO_URL = _("%(subject)s must start with http:// or https:// and name a host.")
WITH_A_USER = _("%(subject)s must not hold a user name or password.")
WITH_A_QUERY = _("%(subject)s must not hold a query or fragment.")
FORBIDDEN = _("%(subject)s must not be a link-local or metadata address.")
PORT_ZERO = _("%(subject)s must not name the port 0.")
NO_HEADER_NAME = _("%(name)s is not a header name.")
OWN_HEADER = _("The header %(name)s is set by the client itself.")
NO_HEADER_VALUE = _("The value of the header %(name)s cannot be sent in a header.")
