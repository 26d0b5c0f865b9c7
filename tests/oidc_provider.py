"""A small OpenID provider on loopback: discovery, a sign-in page of its own, PKCE, signed tokens, keys, userinfo.

It is strict where a provider is: an unknown client, another redirect address, a missing challenge, a wrong verifier or
a code that was used is refused. What it signs can be changed by the tests, as a provider that is broken or evil would.
"""

import base64
import hashlib
import html
import json
import secrets
import time
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from dashboard.single_sign_on import Provider
from tests.serving import serving

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(
    public_exponent=65537, key_size=2048
)  # that it does not list
EC_KEY = ec.generate_private_key(ec.SECP256R1())
KEYS = {"RS256": (RSA_KEY, "rsa-1"), "ES256": (EC_KEY, "ec-1")}
CLIENT_ID = "threads-console"
CLIENT_SECRET = "known-to-the-two"
PATHS = {
    "authorization_endpoint": "/authorize",
    "token_endpoint": "/token",
    "jwks_uri": "/jwks",
    "userinfo_endpoint": "/userinfo",
}
PAGE = """<!doctype html><html lang="en"><title>Example ID</title><link rel="icon" href="data:,"><h1>Example ID</h1>
<form method="post" action="/authorize?{query}"><label>Account <input name="account"></label>
<button>Sign in</button> <button name="cancel" value="1">Cancel</button></form>"""


class OpenIDProvider(ThreadingHTTPServer):
    """`people`: account to claims. `token_changes` and `discovery_changes` replace what it says; None: left out."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reset()

    def reset(self):
        """Forget everybody, and be as good as when it was started."""
        self.people = {}
        self.token_changes = {}
        self.discovery_changes = {}
        self.answers = {}  # path to (status, headers, body), instead of its own
        self.algorithm = "RS256"
        self.key = None  # instead of the one that it lists
        self.tells_in_userinfo = ()  # claims that are there instead of in the token
        self.asked = []  # (method, path) of every request
        self.authorizations = []  # the parameters of each that ended in a code
        self._codes = {}
        self._tokens = {}
        self._sessions = {}

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server_port}"

    def add(self, account, *groups, **claims):
        """Somebody who can sign in there."""
        own = {
            "sub": f"sub-{account}",
            "preferred_username": account,
            "name": account.title(),
            "email": f"{account}@example.com",
            "email_verified": True,
            "groups": list(groups),
        }
        self.people[account] = {
            name: value for name, value in (own | claims).items() if value is not None
        }

    def discovery(self):
        own = {name: self.issuer + path for name, path in PATHS.items()}
        own |= {"issuer": self.issuer, "code_challenge_methods_supported": ["S256"]}
        changed = own | self.discovery_changes
        return {name: value for name, value in changed.items() if value is not None}

    def keys(self):
        rsa_key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA_KEY.public_key()))
        ec_key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(EC_KEY.public_key()))
        return {"keys": [rsa_key | {"kid": "rsa-1", "use": "sig"}, ec_key | {"kid": "ec-1"}]}

    def code_for(self, account, asked, signed_in_at):
        code = secrets.token_urlsafe()
        self._codes[code] = (account, asked, signed_in_at)
        return code

    def exchange(self, form):
        """(status, answer) of the token endpoint. A code is good once, for whoever knows the verifier."""
        account, asked, signed_in_at = self._codes.pop(form.get("code"), (None, {}, 0))
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if (
            account is None
            or form.get("client_id") != CLIENT_ID
            or form.get("client_secret") != CLIENT_SECRET
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        access_token = secrets.token_urlsafe()
        self._tokens[access_token] = account
        token = self._signed(account, asked, signed_in_at)
        return 200, {"access_token": access_token, "token_type": "Bearer", "id_token": token}

    def userinfo(self, access_token):
        return self.people.get(self._tokens.get(access_token))

    def _signed(self, account, asked, signed_in_at):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked.get("nonce"), "auth_time": int(signed_in_at)}
        claims |= self.people[account] | self.token_changes
        left_out = {*self.tells_in_userinfo, *(name for name in claims if claims[name] is None)}
        claims = {name: value for name, value in claims.items() if name not in left_out}
        key, kid = KEYS.get(self.algorithm, (CLIENT_SECRET * 3, "rsa-1"))
        key = None if self.algorithm == "none" else self.key or key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": kid})

    def handle_error(self, request, client_address):
        """A browser that went away is no failure."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def _answer(self, method):
        path = urlsplit(self.path).path
        size = int(self.headers.get("Content-Length", 0))
        form = {
            name: values[0] for name, values in parse_qs(self.rfile.read(size).decode()).items()
        }
        self.server.asked.append((method, path))
        if path in self.server.answers:
            self._send(*self.server.answers[path])
        elif path == "/.well-known/openid-configuration":
            self._json(200, self.server.discovery())
        elif path == "/jwks":
            self._json(200, self.server.keys())
        elif path == "/token":
            self._json(*self.server.exchange(form))
        elif path == "/userinfo":
            told = self.server.userinfo(self.headers["Authorization"].removeprefix("Bearer "))
            self._json(200 if told else 401, told or {})
        elif path == "/authorize":
            self._authorize(form)
        else:
            self._send(404, {}, b"")

    def _authorize(self, form):
        query = urlsplit(self.path).query
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if (
            asked.get("client_id") != CLIENT_ID
            or asked.get("response_type") != "code"
            or asked.get("code_challenge_method") != "S256"
            or not asked.get("code_challenge")
            or not asked.get("redirect_uri", "").endswith("/accounts/sso/callback/")
        ):
            self._send(400, {}, b"refused")
            return
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("provider")
        account, since = self.server._sessions.get(cookie.value if cookie else "", ("", 0))
        if self.command == "GET" and (not account or asked.get("prompt") == "login"):
            page = PAGE.format(query=html.escape(query)).encode()
            self._send(200, {"Content-Type": "text/html"}, page)
            return
        if "cancel" in form:
            self._back(asked, {"error": "access_denied"})
            return
        headers = {}
        if "account" in form:
            account, since = form["account"], time.time()
            if account not in self.server.people:
                self._send(403, {}, b"nobody")
                return
            session = secrets.token_urlsafe()
            self.server._sessions[session] = (account, since)
            headers = {"Set-Cookie": f"provider={session}; Path=/; HttpOnly"}
        self.server.authorizations.append(asked)
        self._back(asked, {"code": self.server.code_for(account, asked, since)}, headers)

    def _back(self, asked, told, headers=None):
        told |= {"state": asked.get("state", ""), "iss": self.server.issuer}
        self._send(
            302, {"Location": f"{asked['redirect_uri']}?{urlencode(told)}"} | (headers or {}), b""
        )

    def _json(self, status, body):
        self._send(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def _send(self, status, headers, body):
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def running():
    """A provider that answers: `with running() as provider`."""
    return serving(OpenIDProvider())


def setting_for(provider):
    """The console's setting for this provider, three of whose groups have a role."""
    return Provider(
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        name="Example ID",
        roles={"support": "agent", "leads": "lead", "admins": "admin"},
    )
