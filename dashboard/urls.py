from django.urls import include, path

from threadsui.views import machines

urlpatterns = [
    path("", include("threadsui.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("sandbox/", include("threadsui.sandbox.urls")),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
]
