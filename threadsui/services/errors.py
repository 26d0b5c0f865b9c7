"""What a service raises when a person has to act."""

from django.utils.translation import gettext as _

from threadsui.models import Submission


class ServiceError(Exception):
    """A sentence for a person. `param`: the place in the request, in the API's spelling; empty for the whole."""

    def __init__(self, message: str, *, param: str = ""):
        super().__init__(message)
        self.message = message
        self.param = param


class NotReached(ServiceError):
    """The server gave no answer that could be used, so nothing is known of the thread."""


class Unconfirmed(ServiceError):
    """What was sent may have been carried out: the server did not say."""


class ThreadIsGone(ServiceError):
    """The server says that it does not have the thread."""


class ChangedMeanwhile(ServiceError):
    """The server has something else than the person had seen. Nothing was sent or written."""


class TokenReused(ServiceError):
    """The form's token already stands for another create; `submission` is None when it is somebody else's."""

    def __init__(self, submission: Submission | None):
        super().__init__(
            _(
                "This form was sent before, with other content. Nothing was sent now. "
                "Check what the first press made, then create again."
            )
        )
        self.submission = submission
