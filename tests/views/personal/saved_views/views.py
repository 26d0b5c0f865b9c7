"""Where views are, one that is saved, and the tabs above a list."""

from threadsui.models import SavedView

LIST = "/threads/"
NEW = "/views/threads/new/"
PIECE = {"HX-Request": "true", "HX-Target": "thread-table"}
DIALOG = {"HX-Request": "true", "HX-Target": "dialogs"}


def saved(**fields):
    return SavedView.objects.create(**{"list": "threads", "name": "View"} | fields)


def tabs(response):
    return [tab["label"] for tab in response.context["saved_tabs"]]
