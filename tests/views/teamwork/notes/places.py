"""The tab of a thread that has its notes."""


def notes_tab(thread):
    return f"{thread.get_absolute_url()}?tab=notes"
