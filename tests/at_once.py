"""Deeds of several people at the same moment."""

import threading

from django.db import connection

from threadsui.services.errors import ServiceError


def at_once(*deeds):
    """Do all of them at the same moment; "done" or "refused" for each."""
    outcomes, ready = [], threading.Barrier(len(deeds))

    def run(deed):
        ready.wait()
        try:
            deed()
            outcomes.append("done")
        except ServiceError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
