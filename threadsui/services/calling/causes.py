"""Why a server could not be talked to, and what to do about it: sentences kept in English with their values."""

from typing import Any

from django.utils.translation import gettext_noop as _

from threadsui import api

Sentence = tuple[str, dict[str, Any]]

# The cause's word → what it was; what to do next.
WORDS: dict[str, tuple[str, str]] = {
    "forbidden": (
        _("%(host)s leads to a link-local or metadata address, which is never called."),
        _("Give the address of the server itself."),
    ),
    "proxy": (
        _("The proxy on the way to %(host)s could not be used."),
        _("Check the proxy of the connection, or HTTPS_PROXY, and that it lets this host through."),
    ),
    "name": (
        _("No name server knows %(host)s."),
        _("Look for a typing error in the base URL."),
    ),
    "refused": (
        _("%(host)s refused the connection: nothing listens there."),
        _("Check the port, and whether the server runs."),
    ),
    "unreachable": (
        _("No network leads from here to %(host)s."),
        _("Check firewall and routes, or set the proxy of the connection."),
    ),
    "untrusted": (
        _("The certificate of %(host)s is signed by an authority that is not trusted here."),
        _("Give that authority's certificate as CA bundle."),
    ),
    "expired": (
        _("The certificate of %(host)s has expired, or is not valid yet."),
        _("It has to be renewed on the server. Check the clock of the console as well."),
    ),
    "other_name": (
        _("The certificate of %(host)s is for another name."),
        _("Write the base URL with the name that the certificate is for."),
    ),
    "tls": (
        _("No secure connection to %(host)s came about."),
        _("The server may speak plain HTTP at this port, or a TLS that is too old."),
    ),
    "slow_connect": (
        _("%(host)s did not take the connection within %(seconds)s seconds."),
        _("Check address and port: a firewall may swallow the request."),
    ),
    "slow": (
        _("%(host)s gave no complete answer within %(seconds)s seconds."),
        _("Test again later, or raise the answer timeout."),
    ),
    "broken": (
        _("%(host)s broke the connection off before the answer was complete."),
        _("Test again; a proxy or load balancer on the way may have done it."),
    ),
    "other": (
        _("No connection to %(host)s came about."),
        _("The API call log has the details."),
    ),
}


def cause_sentence(error: api.APIError) -> Sentence | None:
    """None for an error that was no broken exchange."""
    cause = error.cause
    if cause is None:
        return None
    return WORDS[cause.word][0], {"host": cause.host, "seconds": f"{cause.seconds:g}"}


def cause_remedy(error: api.APIError) -> str:
    """What somebody who may change the connection does next; "" when that depends."""
    return WORDS[error.cause.word][1] if error.cause else ""
