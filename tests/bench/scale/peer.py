"""The peer: Django's admin over the console's tables, with search, filters and dates, as its documentation shows it."""

from django.contrib import admin

from threadsui.models import ApiCall, AuditEvent, Submission, Thread

site = admin.AdminSite(name="peer")
PER_PAGE = 50  # rows, as in the console's lists


class PeerAdmin(admin.ModelAdmin):
    list_per_page = PER_PAGE
    show_facets = admin.ShowFacets.NEVER


@admin.register(Thread, site=site)
class ThreadAdmin(PeerAdmin):
    list_display = ["title", "remote_id", "connection", "creator", "message_count", "recorded_at"]
    list_filter = ["connection", "creator"]
    list_select_related = ["connection", "creator"]
    search_fields = ["title", "remote_id", "messages__text"]
    date_hierarchy = "recorded_at"
    ordering = ["-recorded_at"]

    def lookup_allowed(self, lookup, value, request=None):
        return lookup.startswith("pairs__") or super().lookup_allowed(lookup, value, request)


@admin.register(Submission, site=site)
class SubmissionAdmin(PeerAdmin):
    list_display = ["title", "connection", "actor", "state", "request_id", "created_at"]
    list_filter = ["state", "connection", "actor"]
    list_select_related = ["connection", "actor"]
    search_fields = ["title", "request_id"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]


@admin.register(ApiCall, site=site)
class CallAdmin(PeerAdmin):
    list_display = ["method", "path", "status", "duration_ms", "connection", "actor", "started_at"]
    list_filter = ["method", "status", "connection"]
    list_select_related = ["connection", "actor"]
    search_fields = ["path", "request_id", "correlation_id"]
    date_hierarchy = "started_at"
    ordering = ["-started_at"]


@admin.register(AuditEvent, site=site)
class EventAdmin(PeerAdmin):
    list_display = ["id", "created_at", "actor_name", "action", "target_label", "address"]
    list_filter = ["action", "actor_name"]
    search_fields = ["target_label", "correlation_id"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
