import pytest


@pytest.fixture
def page(ask, create):
    """A page of a thread with the messages a to g: letters and has_more. Cursors are given as letters."""
    letters = "abcdefg"
    thread_id = create({"messages": [{"role": "user", "content": letter} for letter in letters]})[
        "id"
    ]
    whole = ask("GET", f"/threads/{thread_id}/messages", query={"order": "asc"}).json["data"]
    ids = {letter: message["id"] for letter, message in zip(letters, whole, strict=True)}

    def get(**query):
        given = {key: ids.get(value, value) for key, value in query.items()}
        answer = ask("GET", f"/threads/{thread_id}/messages", query=given).json
        found = "".join(
            part["text"]["value"] for each in answer["data"] for part in each["content"]
        )
        assert answer["first_id"] == (ids[found[0]] if found else None)
        assert answer["last_id"] == (ids[found[-1]] if found else None)
        return found, answer["has_more"]

    return get


def test_list_without_a_query_is_newest_first(page):
    assert page() == ("gfedcba", False)


@pytest.mark.parametrize(
    "query, expected",
    [
        ({"order": "asc"}, ("abcdefg", False)),
        ({"limit": "3"}, ("gfe", True)),
        ({"limit": "7"}, ("gfedcba", False)),
        ({"limit": "3", "after": "e"}, ("dcb", True)),
        ({"limit": "3", "after": "d"}, ("cba", False)),
        ({"order": "asc", "limit": "2", "after": "b"}, ("cd", True)),
        ({"order": "asc", "after": "g"}, ("", False)),
        ({"order": "asc", "limit": "2", "before": "e"}, ("cd", True)),
        ({"order": "asc", "limit": "2", "before": "c"}, ("ab", False)),
        ({"limit": "2", "before": "c"}, ("ed", True)),
        ({"order": "asc", "after": "b", "before": "f"}, ("cde", False)),
        ({"order": "asc", "limit": "2", "after": "b", "before": "f"}, ("cd", True)),
        ({"run_id": "run_1"}, ("", False)),
    ],
)
def test_list_honours_limit_order_and_cursors(page, query, expected):
    assert page(**query) == expected


def test_list_without_a_limit_gives_twenty(ask, create):
    thread_id = create({"messages": [{"role": "user", "content": "Hello"}] * 21})["id"]

    answer = ask("GET", f"/threads/{thread_id}/messages").json

    assert (answer["object"], len(answer["data"]), answer["has_more"]) == ("list", 20, True)


@pytest.mark.parametrize(
    "query, param",
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"order": "newest"}, "order"),
        ({"after": "msg_unknown"}, "after"),
        ({"before": "msg_unknown"}, "before"),
        ({"page": "2"}, "page"),
    ],
)
def test_list_with_a_wrong_query_is_refused(ask, thread_id, query, param):
    answer = ask("GET", f"/threads/{thread_id}/messages", query=query)

    assert (answer.status, answer.error["param"]) == (400, param)
