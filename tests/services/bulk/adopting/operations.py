"""Operations that adopt: carried on, and what came of each id."""

from threadsui.services.bulk.adopting import run_adoption_steps

TICKET = {
    "metadata": {"ticket": "4711"},
    "messages": [
        {"role": "user", "content": [{"type": "text", "text": {"value": "Snapped pole"}}]},
        {"role": "assistant", "content": "We send another.", "run_id": "run_1"},
    ],
}


def turn(operation):
    """To its end, or to its next pause."""
    return [operation, *run_adoption_steps(operation=operation)][-1]


def results(operation):
    return dict(operation.adoptions.order_by("pk").values_list("remote_id", "result"))
