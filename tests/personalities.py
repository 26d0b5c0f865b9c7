"""Four kinds of Threads API servers on loopback, each with the manners of the real ones, and one that has ended."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

from tests.serving import serving

KEY = "sk-personality-key-4711"
SECONDS = 1_790_000_000


class Personality(ThreadingHTTPServer):
    """`kind`: openai, foundry (lists, api-version, no beta header), astra (milliseconds, odd envelopes), litellm (adds
    a metadata key, wraps 400 as 500, cannot delete), gone (404 with an empty body).
    """

    daemon_threads = True

    def __init__(self, kind):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kind, self.key, self.echo = kind, KEY, False
        self.paths, self.posts, self.methods = [], [], []
        self.script = []  # for each POST to come: "lost" makes the thread and hangs up
        self.instead = {}  # by the path below the base URL: (status, body[, headers]) for every GET, or its like once
        self.threads, self.messages = {}, {}
        self.extra = {}  # what it says of each thread besides
        self.now = SECONDS
        self.query = {"api-version": "2025-05-01"} if kind == "foundry" else {}
        self._numbers = count(1)
        if kind in {"foundry", "astra"}:
            self.make({})

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def make(self, body):
        number = next(self._numbers)
        metadata = body.get("metadata") or {}
        if self.kind == "litellm":
            metadata = metadata | {"model_id": "gateway-1"}
        thread = {
            "id": f"thread_{number:04d}",
            "object": "thread",
            "created_at": (self.now + number) * (1000 if self.kind == "astra" else 1),
            "metadata": metadata,
        }
        thread |= self.extra
        self.threads[thread["id"]] = thread
        self.messages[thread["id"]] = [
            {
                "id": f"msg_{number:04d}_{place:03d}",
                "object": "thread.message",
                "created_at": thread["created_at"] + place,
                "status": "completed",
                **message,
            }
            for place, message in enumerate(body.get("messages") or [])
        ]
        return thread


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        below = urlsplit(self.path).path.removeprefix("/v1")
        asked = self.server.instead.get(below)
        if isinstance(asked, list):
            asked = asked.pop(0) if asked else None
        self.reply(self.judge() or asked or self.read())

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        self.server.posts.append(body)
        answer = self.judge() or self.write(body)
        if self.server.script and self.server.script.pop(0) == "lost":
            self.close_connection = True
            return None
        return self.reply(answer)

    def do_DELETE(self):
        self.reply(self.judge() or self.remove())

    def judge(self):
        """The refusal that comes before any thread is looked for."""
        url = urlsplit(self.path)
        self.server.paths.append(self.path)
        self.server.methods.append(self.command)
        kind, parts = self.server.kind, url.path.split("/")[1:]
        if kind == "gone":
            return 404, None
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            return self.refusal(401, "Incorrect API key provided.")
        if parts[:2] != ["v1", "threads"]:
            return 404, {"detail": "Not Found"}
        if kind == "openai" and self.headers.get("OpenAI-Beta") != "assistants=v2":
            return self.refusal(400, "You must provide the 'OpenAI-Beta' header.")
        if kind == "foundry" and "api-version" not in parse_qs(url.query):
            return self.refusal(400, "The api-version query parameter is required.")
        self.parts = parts[2:]
        return None

    def read(self):
        if not self.parts:
            return self.list_of_threads()
        if self.parts[1:] == ["messages"]:
            messages = self.server.messages.get(self.parts[0], [])
            return self.known(lambda _thread: self.page(messages, "asc"))
        return self.known(lambda thread: thread)

    def list_of_threads(self):
        """Foundry's in pages, newest first; Astra's all at once, as they are; nobody else has one."""
        threads = list(self.server.threads.values())
        if self.server.kind == "foundry":
            return 200, self.page(threads, "desc")
        if self.server.kind == "astra":
            return 200, {"object": "threads", "data": threads}
        return self.refusal(405, "Method Not Allowed: there is no list of threads.")

    def page(self, items, order):
        query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if query.get("order", order) == "desc":
            items = items[::-1]
        ids = [one["id"] for one in items]
        start = ids.index(query["after"]) + 1 if "after" in query else 0
        found = items[start : start + int(query.get("limit", 20))]
        has_more = start + len(found) < len(items)
        last = found[-1]["id"] if found else None
        return {"object": "list", "data": found, "last_id": last, "has_more": has_more}

    def write(self, body):
        if "fail" in (body.get("metadata") or {}):
            return self.refusal(400, "Invalid metadata on the thread.")
        return 200, self.server.make(body)

    def remove(self):
        if self.server.kind == "litellm":
            return 405, {"detail": "Method Not Allowed"}
        return self.known(
            lambda thread: self.server.threads.pop(thread["id"]) and {"id": thread["id"]}
        )

    def known(self, answer):
        thread = self.server.threads.get(self.parts[0])
        if thread is None:
            return self.refusal(404, f"No thread found with id '{self.parts[0]}'.")
        return 200, answer(thread)

    def refusal(self, status, message):
        if self.server.echo:
            message += f" Sent: {dict(self.headers)}"
        if self.server.kind == "litellm":
            return (500 if status == 400 else status), {"detail": message}
        if self.server.kind == "astra":
            return status, {"error": message}
        return status, {"error": {"message": message, "type": "invalid_request_error"}}

    def reply(self, answer):
        status, body, *headers = answer
        raw = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers[0].items() if headers else ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args):
        """Tests read what arrived from `paths` and `posts`."""


def running(kind):
    """A server of this kind that answers: `with running("openai") as server`."""
    return serving(Personality(kind))
