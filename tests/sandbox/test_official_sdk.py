"""The proof that is not our own: OpenAI's SDK, over HTTP, does everything and gets its own errors."""

import asyncio
import functools

import openai
import pytest

from tests import payloads
from threadsui.sandbox.models import Thread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning"),
]

KEY = "sandbox-key-of-the-tests"


@pytest.fixture
def options(live_server):
    return {"base_url": f"{live_server.url}/sandbox/v1", "api_key": KEY, "max_retries": 0}


@pytest.fixture
def client(options):
    with openai.OpenAI(**options) as made:
        yield made


def with_async_client(test):
    """Run an `async def test(client, …)` with an AsyncOpenAI."""

    @functools.wraps(test)
    def run(options):
        async def main():
            async with openai.AsyncOpenAI(**options) as client:
                await test(client)

        asyncio.run(main())

    del run.__wrapped__  # pytest would look for the fixture `client`
    return run


def hello(count):
    return [{"role": "user", "content": f"Hello {number}"} for number in range(count)]


def words(messages):
    return [message.content[0].text.value for message in messages]


def test_sync_client_does_every_thread_verb(client):
    threads = client.beta.threads

    made = threads.create(**payloads.P1_NEW_STORE)
    assert made.object == "thread"
    assert made.metadata == {"foo": "string"}
    assert made.tool_resources.code_interpreter.file_ids == ["string"]
    assert len(made.tool_resources.file_search.vector_store_ids) == 1

    assert threads.retrieve(made.id) == made
    updated = threads.update(made.id, **payloads.P4)
    assert updated.tool_resources.file_search.vector_store_ids == ["string"]
    assert threads.delete(made.id).deleted is True
    with pytest.raises(openai.NotFoundError):
        threads.retrieve(made.id)


def test_sync_client_does_every_message_verb(client):
    messages = client.beta.threads.messages
    thread_id = client.beta.threads.create(messages=hello(2)).id

    made = messages.create(thread_id, **payloads.P8["messages"][0])
    assert [part.type for part in made.content] == ["text", "image_file", "image_url"]
    assert made.status == "completed"
    assert messages.retrieve(made.id, thread_id=thread_id) == made
    updated = messages.update(made.id, thread_id=thread_id, metadata={"a": "1"})
    assert updated.metadata == {"a": "1"}
    assert messages.delete(made.id, thread_id=thread_id).deleted is True
    assert words(messages.list(thread_id)) == ["Hello 1", "Hello 0"]


def test_sync_client_walks_the_pages_of_a_list(client):
    thread_id = client.beta.threads.create(messages=hello(7)).id

    page = client.beta.threads.messages.list(thread_id, limit=3, order="asc")

    assert (words(page.data), page.has_more) == (["Hello 0", "Hello 1", "Hello 2"], True)
    assert words(page.get_next_page().data) == ["Hello 3", "Hello 4", "Hello 5"]
    assert words(page) == [f"Hello {number}" for number in range(7)]
    before = client.beta.threads.messages.list(thread_id, before=page.data[2].id, order="asc")
    assert words(before.data) == ["Hello 0", "Hello 1"]


def test_sync_client_creates_every_valid_example(client):
    made = {client.beta.threads.create(**body).id for body in payloads.VALID_THREADS.values()}

    assert len(made) == len(payloads.VALID_THREADS)


@with_async_client
async def test_async_client_does_every_thread_verb(client):
    threads = client.beta.threads

    made = await threads.create(**payloads.P7)
    assert await threads.retrieve(made.id) == made
    updated = await threads.update(made.id, metadata={"a": "1"})
    assert updated.metadata == {"a": "1"}
    assert (await threads.delete(made.id)).deleted is True
    with pytest.raises(openai.NotFoundError):
        await threads.retrieve(made.id)


@with_async_client
async def test_async_client_does_every_message_verb(client):
    messages = client.beta.threads.messages
    thread_id = (await client.beta.threads.create(messages=hello(5))).id

    made = await messages.create(thread_id, role="user", content="Hello 5")
    assert await messages.retrieve(made.id, thread_id=thread_id) == made
    updated = await messages.update(made.id, thread_id=thread_id, metadata={"a": "1"})
    assert updated.metadata == {"a": "1"}
    walked = [message async for message in messages.list(thread_id, limit=2, order="asc")]
    assert words(walked) == [f"Hello {number}" for number in range(6)]
    assert (await messages.delete(made.id, thread_id=thread_id)).deleted is True


@with_async_client
async def test_async_clients_many_requests_at_once_all_succeed(client):
    made = await asyncio.gather(*(client.beta.threads.create(messages=hello(2)) for _ in range(16)))

    assert len({thread.id for thread in made}) == 16


@pytest.mark.parametrize(
    "body, param, code",
    [
        (payloads.P1, "tool_resources.file_search", "mutually_exclusive_parameters"),
        ({"metadata": {"key": "v" * 513}}, "metadata.key", "string_above_max_length"),
        ({"messages": hello(33)}, "messages", "array_above_max_length"),
        (
            {"messages": [{"role": "system", "content": "x"}]},
            "messages[0].role",
            "invalid_value",
        ),
    ],
)
def test_broken_rule_is_a_bad_request_error_that_says_where(client, body, param, code):
    with pytest.raises(openai.BadRequestError) as caught:
        client.beta.threads.create(**body)

    error = caught.value
    assert (error.param, error.code, error.type) == (param, code, "invalid_request_error")
    assert error.request_id.startswith("req_")


def test_malformed_id_is_a_bad_request_error(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.beta.threads.retrieve("abc")

    assert caught.value.param == "thread_id"


def test_missing_beta_header_is_a_bad_request_error(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.beta.threads.create(extra_headers={"OpenAI-Beta": ""})

    assert caught.value.code == "invalid_beta"


def test_unknown_ids_are_not_found_errors(client):
    thread_id = client.beta.threads.create().id

    with pytest.raises(openai.NotFoundError, match="No thread found with id 'thread_unknown'"):
        client.beta.threads.update("thread_unknown", metadata={})
    with pytest.raises(openai.NotFoundError, match="No message found with id 'msg_unknown'"):
        client.beta.threads.messages.retrieve("msg_unknown", thread_id=thread_id)


def test_wrong_key_is_an_authentication_error(options):
    client = openai.OpenAI(**options | {"api_key": "wrong"})

    with client, pytest.raises(openai.AuthenticationError) as caught:
        client.beta.threads.create()

    assert caught.value.code == "invalid_api_key"


@pytest.mark.parametrize(
    "fault, error",
    [
        ("rate_limited", openai.RateLimitError),
        ("quota", openai.RateLimitError),
        ("server_error", openai.InternalServerError),
        ("overloaded", openai.InternalServerError),
        ("html", openai.InternalServerError),
        ("gone", openai.NotFoundError),
        ("problem", openai.UnprocessableEntityError),
        ("detail", openai.UnprocessableEntityError),
        ("string_error", openai.BadRequestError),
    ],
)
def test_fault_is_the_error_of_its_status(client, fault, error):
    with pytest.raises(error):
        client.beta.threads.create(extra_headers={"X-Sandbox-Fault": fault})

    assert not Thread.objects.exists()


@pytest.mark.parametrize("fault, made", [("cut", 0), ("cut_after", 1)])
def test_cut_connection_is_a_connection_error(client, fault, made):
    with pytest.raises(openai.APIConnectionError) as caught:
        client.beta.threads.create(extra_headers={"X-Sandbox-Fault": fault}, timeout=10)

    assert not isinstance(caught.value, openai.APITimeoutError)
    assert Thread.objects.count() == made


def test_slow_answer_is_a_timeout_error_though_the_thread_is_there(client):
    with pytest.raises(openai.APITimeoutError):
        client.beta.threads.create(extra_headers={"X-Sandbox-Fault": "slow:1"}, timeout=0.3)

    assert Thread.objects.count() == 1


def test_client_that_retries_gets_through_a_rate_limit(client):
    made = client.with_options(max_retries=2).beta.threads.create(
        extra_headers={"X-Sandbox-Fault": "rate_limited_once"}
    )

    assert Thread.objects.get().pk == made.id
