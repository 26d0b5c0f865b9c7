"""The page of a rule, and what a search of threads finds."""

from django.urls import reverse

WHY = "Agreed with the customer"


def address_of(rule_or_connection):
    return reverse("threadsui:connection_retention", args=[rule_or_connection.pk])


def threads_found(client, query):
    return client.get("/threads/", {"q": query}).context["rows"]
