"""A certificate authority of our own, and servers that it vouches for."""

import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.serving import serving

PEM = serialization.Encoding.PEM


class Authority:
    def __init__(self, name="Northwind CA"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.certificate = self._signed(self.name, self.key, x509.BasicConstraints(True, None))
        self.pem = self.certificate.public_bytes(PEM).decode()

    def _signed(self, subject, key, *extensions, days=30):
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(
            self.name, subject, key.public_key(), x509.random_serial_number()
        )
        builder = builder.not_valid_before(now - timedelta(days=60))
        builder = builder.not_valid_after(now + timedelta(days=days))
        for extension in extensions:
            builder = builder.add_extension(extension, critical=True)
        return builder.sign(self.key, hashes.SHA256())

    def context_for(self, address, folder, *, days=30):
        """A server's TLS context with a certificate for `address`."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        certificate = self._signed(subject, key, names, days=days)
        private = key.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = folder / f"{address}-{days}.pem"
        path.write_bytes(private + certificate.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


@contextmanager
def running_tls(server, context):
    """`server` (an HTTPServer) over TLS."""
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *args: None  # a client that does not trust it goes away
    with serving(server):
        yield f"https://127.0.0.1:{server.server_port}/v1"
