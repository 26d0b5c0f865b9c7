"""The console's addresses: URL name, view and template agree."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "threadsui"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="threadsui:thread_list"), name="overview"),
]
