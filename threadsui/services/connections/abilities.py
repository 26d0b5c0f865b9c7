"""What the last test of a connection found its server able to do: pages offer no more than that."""

from threadsui.models import Connection


def deletes_threads(connection: Connection) -> bool | None:
    """None: it was not tested with writing as it is set now, or it could not be told."""
    found = {one["name"]: one["state"] for one in connection.test_result.get("findings", [])}
    return {"good": True, "note": False}.get(found.get("write", ""))
