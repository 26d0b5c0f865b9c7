"""The same TLS error means two different things before the request and after it."""

import os
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.api.server import silence
from threadsui import api


@pytest.fixture
def tls_server(tmp_path):
    """Reads a request over TLS, then answers below TLS: on our side the error of a failed handshake."""
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(self_signed("127.0.0.1"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))
    seen = []

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
                with context.wrap_socket(connection, server_side=True) as wrapped:
                    seen.append(wrapped.recv(65536))
                    with socket.socket(fileno=os.dup(wrapped.fileno())) as below:
                        below.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    with listener:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/v1", str(certificate), seen
        listener.shutdown(socket.SHUT_RDWR)


def self_signed(address):
    """A key and a certificate for the address, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad\r\n\r\n", None], ids=["plain HTTP", "no handshake"]
)
def test_failed_handshake_sent_nothing(impatient, answer):
    listener = socket.create_server(("127.0.0.1", 0))

    def answer_hello():
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            if answer is None:
                silence(connection)
            else:
                connection.sendall(answer)

    threading.Thread(target=answer_hello, daemon=True).start()
    with listener, pytest.raises(api.APIConnectionError, match="Nothing was sent") as caught:
        impatient(f"https://127.0.0.1:{listener.getsockname()[1]}/v1").threads.create()

    assert not caught.value.sent


def test_tls_broken_after_the_request_may_have_been_carried_out(impatient, tls_server):
    url, certificate, requests_seen = tls_server

    with pytest.raises(api.APIConnectionError) as caught:
        impatient(url, verify=certificate, max_attempts=3).threads.create()

    assert (caught.value.sent, len(requests_seen)) == (True, 1)


def test_certificate_nobody_vouches_for_sent_nothing(impatient, tls_server):
    url, _certificate, requests_seen = tls_server

    with pytest.raises(api.APIConnectionError, match="self-signed certificate") as caught:
        impatient(url).threads.create()

    assert (caught.value.sent, requests_seen) == (False, [])


def test_ca_bundle_of_the_environment_is_honoured(impatient, tls_server, monkeypatch):
    url, certificate, requests_seen = tls_server
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate)

    with pytest.raises(api.APIConnectionError):
        impatient(url).threads.create()

    assert len(requests_seen) == 1


def test_ca_bundle_that_does_not_exist_sent_nothing(impatient, tls_server):
    url, _certificate, requests_seen = tls_server

    with pytest.raises(api.APIConnectionError, match="Nothing was sent"):
        impatient(url, verify="/no/such/bundle.pem").threads.create()

    assert requests_seen == []
