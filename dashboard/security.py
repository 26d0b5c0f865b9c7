"""The content security policy, under Django 6's setting name and in its shape; and what counts as this machine."""

import ipaddress

SELF = "'self'"

# Nothing but our own origin; no inline script or style anywhere, so there is no nonce to leak.
CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": [SELF],
}


def header_value(policy: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def is_loopback(host: str) -> bool:
    """Whether only this machine is there: a loopback address, or localhost by name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
