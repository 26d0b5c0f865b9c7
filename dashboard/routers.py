"""The sandbox keeps its threads in a database of its own, as a remote server would."""


class SandboxRouter:
    app_label = "sandbox"

    def db_for_read(self, model, **hints):
        return "sandbox" if model._meta.app_label == self.app_label else None

    db_for_write = db_for_read

    def allow_relation(self, first, second, **hints):
        labels = {first._meta.app_label, second._meta.app_label}
        return False if self.app_label in labels and len(labels) > 1 else None

    def allow_migrate(self, db, app_label, **hints):
        return (app_label == self.app_label) == (db == "sandbox")
