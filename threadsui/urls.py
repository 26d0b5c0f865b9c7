"""The console's addresses: URL name, view and template agree."""

from django.urls import path

from threadsui.views import (
    audit,
    calls,
    composer,
    drafts,
    importing,
    messages,
    overview,
    preview,
    resolutions,
    styleguide,
    submissions,
    thread_changes,
    threads,
)

app_name = "threadsui"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("threads/", threads.thread_list, name="thread_list"),
    path("threads/new/", composer.thread_create, name="thread_create"),
    path("threads/new/preview/", preview.thread_preview, name="thread_preview"),
    path("drafts/", drafts.draft_list, name="draft_list"),
    path("drafts/save/", drafts.draft_save, name="draft_save"),
    path("drafts/<int:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path("threads/import/", importing.thread_import, name="thread_import"),
    path("threads/<int:pk>/", threads.thread_detail, name="thread_detail"),
    path("threads/<int:pk>/edit/", thread_changes.thread_update, name="thread_update"),
    path("threads/<int:pk>/refresh/", thread_changes.thread_refresh, name="thread_refresh"),
    path("threads/<int:pk>/delete/", thread_changes.thread_delete, name="thread_delete"),
    path("threads/<int:pk>/messages/new/", messages.message_create, name="message_create"),
    path("submissions/", submissions.submission_list, name="submission_list"),
    path("submissions/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("submissions/<int:pk>/adopt/", resolutions.submission_adopt, name="submission_adopt"),
    path("submissions/<int:pk>/resend/", resolutions.submission_resend, name="submission_resend"),
    path(
        "submissions/<int:pk>/dismiss/", resolutions.submission_dismiss, name="submission_dismiss"
    ),
    path("calls/", calls.call_list, name="call_list"),
    path("calls/<int:pk>/", calls.call_detail, name="call_detail"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/<int:pk>/", audit.audit_detail, name="audit_detail"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/records/", styleguide.styleguide_records, name="styleguide_records"),
]
