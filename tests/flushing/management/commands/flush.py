from django.core.management.commands import flush
from django.db import connections

from threadsui.audit import triggers


class Command(flush.Command):
    """Django's own, with which a test that commits ends. The triggers are away meanwhile."""

    def handle(self, **options):
        connection = connections[options["database"]]
        if options["database"] != "default":
            super().handle(**options)
            return
        triggers.drop(connection)
        try:
            super().handle(**options)
        finally:
            triggers.create(connection)
