"""The content security policy, under Django 6's setting name and in its shape; and what counts as this machine."""

import ipaddress
from urllib.parse import urlsplit

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


# What pages of the console never ask a browser for; names that browsers know, or they complain on every page.
# Passkeys and copying are left to our own origin.
REFUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
# Of every answer that has none of its own.
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in REFUSED_FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
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


def is_safe_endpoint(address: str) -> bool:
    """Whether secrets may be sent there: by TLS, or to this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    )
