from django.urls import include, path, re_path

from threadsui.views.site import language, machines

# The console sends no mail, so allauth's pages that would have to are not there; an admin sets a new password.
BY_MAIL = r"^accounts/(password/reset|password/set|email|confirm-email|login/code)"

handler500 = machines.server_error
urlpatterns = [
    path("", include("threadsui.urls")),
    re_path(BY_MAIL, machines.not_there, name="by_mail"),
    path("accounts/", include("dashboard.account_urls")),
    path("language/", language.choose_language, name="choose_language"),
    path("sandbox/", include("threadsui.sandbox.urls")),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
]
