"""How the sandbox says no: the service's envelope, statuses and sentences."""

from threadsui.api.schema import Problem

from .exchange import Response, json_response


class Refusal(Exception):
    """The request is refused with this envelope."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        kind: str = "invalid_request_error",
        **headers: str,
    ):
        super().__init__(message)
        self.status = status
        self.error = {"message": message, "type": kind, "param": param, "code": code}
        self.headers = headers

    def response(self) -> Response:
        return json_response(self.status, {"error": self.error}, **self.headers)


def broken_rule(problem: Problem) -> Refusal:
    return Refusal(400, problem.message, param=problem.param or None, code=problem.code)


def bad_json(reason: str) -> Refusal:
    return Refusal(
        400,
        f"We could not parse the JSON body of your request: {reason}. The API expects a JSON payload, but what was "
        "sent was not valid JSON.",
    )


def body_too_large(limit: int) -> Refusal:
    return Refusal(413, f"The request body is larger than {limit} bytes.", code="request_too_large")


def too_many_values(limit: int) -> Refusal:
    return Refusal(
        413, f"The request body holds more than {limit} values.", code="request_too_large"
    )


def wrong_content_type(given: str) -> Refusal:
    return Refusal(
        400,
        f"Unsupported content type: '{given}'. This API method only accepts 'application/json' requests.",
        code="unsupported_content_type",
    )


def no_key() -> Refusal:
    return Refusal(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
        "(i.e. Authorization: Bearer YOUR_KEY).",
        www_authenticate="Bearer",
    )


def wrong_key() -> Refusal:
    return Refusal(
        401,
        "Incorrect API key provided. The sandbox's key is the setting SANDBOX_KEY.",
        code="invalid_api_key",
        www_authenticate="Bearer",
    )


def closed() -> Refusal:
    return Refusal(
        404, "The sandbox is closed: outside demo mode it answers once SANDBOX_KEY is set."
    )


def no_beta() -> Refusal:
    return Refusal(
        400,
        "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the "
        "header 'OpenAI-Beta: assistants=v2'.",
        code="invalid_beta",
    )


def no_such_url(method: str, path: str) -> Refusal:
    return Refusal(404, f"Invalid URL ({method} /v1{path})")


def wrong_method(allowed: list[str]) -> Refusal:
    return Refusal(
        405,
        f"Only {', '.join(allowed)} requests are accepted.",
        code="method_not_supported",
        allow=", ".join(allowed),
    )


def malformed_id(param: str, given: str, prefix: str) -> Refusal:
    return Refusal(
        400,
        f"Invalid '{param}': '{given}'. Expected an ID that begins with '{prefix}'.",
        param=param,
        code="invalid_value",
    )


def not_found(what: str, given: str) -> Refusal:
    return Refusal(404, f"No {what} found with id '{given}'.")


def unknown_cursor(param: str, given: str) -> Refusal:
    return Refusal(400, f"No message found with id '{given}'.", param=param, code="invalid_value")


def no_such_file(param: str, given: str) -> Refusal:
    return Refusal(400, f"No such File object: {given}", param=param)


def server_error() -> Refusal:
    return Refusal(
        500,
        "The server had an error while processing your request. Sorry about that!",
        kind="server_error",
        code="server_error",
    )
