"""The certificates of a CA bundle, for people to recognise."""

from dataclasses import dataclass
from datetime import date

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256


@dataclass(frozen=True, slots=True)
class Certificate:
    """`subject` as RFC 4514 writes it, `until` its last day (UTC), `fingerprint` the SHA-256, in hex."""

    subject: str
    until: date
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.subject}, {self.until.isoformat()}, {self.fingerprint[:16]}"


def certificates_in(pem: str) -> list[Certificate]:
    """Raises ValueError when there is none, or one that cannot be read."""
    found = x509.load_pem_x509_certificates(pem.encode())
    return [
        Certificate(
            one.subject.rfc4514_string()[:200],
            one.not_valid_after_utc.date(),
            one.fingerprint(SHA256()).hex(),
        )
        for one in found
    ]
