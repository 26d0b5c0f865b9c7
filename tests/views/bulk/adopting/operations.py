"""Where adopting begins, and an adoption that was carried out."""

from threadsui.services.bulk.adopting import run_adoption_steps, start_adoption

ADDRESS = "/threads/adopt/"
LIST = "/threads/adopt/list/?connection=desk"


def finished(connection, actor, *ids):
    operation = start_adoption(actor=actor, connection=connection, remote_ids=ids)
    return [operation, *run_adoption_steps(operation=operation)][-1]
