"""The console's addresses, and the admin's below /peer/."""

from django.urls import path

from dashboard.urls import urlpatterns as console

from .peer import site

urlpatterns = [path("peer/", site.urls), *console]
