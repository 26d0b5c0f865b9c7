"""What is posted, and what becomes of it."""

from threadsui.models import Submission

State = Submission.State
BODY = {
    "messages": [
        {"role": "user", "content": "The pole snapped.\nPlease help."},
        {"role": "assistant", "content": [{"type": "text", "text": "On it."}]},
    ],
    "metadata": {"ticket": "4711"},
}
