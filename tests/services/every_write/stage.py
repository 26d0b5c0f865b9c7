"""What there is to act upon."""

from dataclasses import dataclass

from tests import factories
from threadsui.models import Connection, Submission, Thread, User
from threadsui.services.calling.clients import client_for
from threadsui.services.threads.drift import check_thread
from threadsui.services.threads.holds import place_hold

BODY = {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"order": "7"}}
WHY = "Asked for by the customer"


@dataclass
class Stage:
    """People, the sandbox's connection, and records that are made when they are asked for."""

    connection: Connection
    agent: User
    lead: User
    admin: User

    def thread(self) -> Thread:
        return factories.created_thread(actor=self.agent, **BODY)

    def drifted(self) -> Thread:
        """One that somebody else changed on the server, which a check has found."""
        thread = self.thread()
        server = client_for(Connection.objects.get(pk=self.connection.pk))
        server.threads.update(thread.remote_id, {"metadata": {"order": "8"}})
        check_thread(thread=thread, actor=self.lead)
        thread.refresh_from_db()
        return thread

    def held(self) -> Thread:
        thread = self.thread()
        place_hold(thread=thread, actor=self.lead, reason=WHY)
        return thread

    def unknown(self) -> Submission:
        return factories.submission(state="unknown", actor=self.agent, payload=BODY)
