import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("threadsui", "0025_auditors_desk_permissions"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="last_seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("thread.created", "created the thread"),
                    ("thread.adopted", "adopted the thread"),
                    ("thread.updated", "changed the thread"),
                    ("thread.refreshed", "refreshed the thread from the server"),
                    ("thread.gone", "found the thread gone from the server"),
                    ("thread.checked", "compared the thread with the server"),
                    ("thread.drift_found", "found the thread changed on the server"),
                    ("thread.drift_ended", "found the thread the same on the server again"),
                    ("thread.drift_taken", "took what the server has"),
                    ("thread.drift_reverted", "put the console’s record back on the server"),
                    ("thread.deleted", "deleted the thread"),
                    ("thread.tagged", "tagged the thread"),
                    ("thread.untagged", "took a tag off the thread"),
                    ("thread.assigned", "assigned the thread"),
                    ("message.created", "added a message"),
                    ("note.added", "added a note"),
                    ("note.edited", "edited a note"),
                    ("note.deleted", "deleted a note"),
                    ("preset.created", "added the preset"),
                    ("preset.updated", "changed the preset"),
                    ("preset.deleted", "deleted the preset"),
                    ("snippet.created", "added the snippet"),
                    ("snippet.updated", "changed the snippet"),
                    ("snippet.deleted", "deleted the snippet"),
                    ("submission.refused", "was refused by the server"),
                    ("submission.unknown", "got no trustworthy answer"),
                    ("submission.not_sent", "could not send the thread"),
                    ("submission.resent", "resent the submission"),
                    ("submission.dismissed", "dismissed the submission"),
                    ("connection.created", "added the connection"),
                    ("connection.updated", "changed the connection"),
                    ("connection.tested", "tested the connection"),
                    ("connection.reencrypted", "encrypted its secrets anew"),
                    ("user.created", "added the person"),
                    ("user.updated", "changed the person"),
                    ("user.password_changed", "changed the password"),
                    ("user.invited", "invited the person"),
                    ("user.link_made", "made a password link"),
                    ("user.link_withdrawn", "withdrew the password link"),
                    ("user.deactivated", "deactivated the person"),
                    ("user.activated", "activated the person"),
                    ("user.second_factor_added", "added a second factor"),
                    ("user.second_factor_removed", "removed a second factor"),
                    ("user.second_factor_reset", "reset the second factor"),
                    ("user.second_factor_refused", "refused a second factor"),
                    ("user.recovery_codes_made", "made recovery codes"),
                    ("user.recovery_code_used", "used a recovery code"),
                    ("user.sessions_ended", "ended sessions"),
                    ("role.updated", "changed what the role may do"),
                    ("user.signed_in", "signed in"),
                    ("user.signed_out", "signed out"),
                    ("user.sign_in_refused", "refused a sign-in"),
                    ("saved_view.created", "saved the view"),
                    ("saved_view.updated", "changed the view"),
                    ("saved_view.deleted", "deleted the view"),
                    ("operation.started", "started a bulk operation"),
                    ("operation.finished", "finished a bulk operation"),
                    ("operation.failed", "stopped in a bulk operation"),
                    ("threads.export_started", "started an export of threads"),
                    ("threads.exported", "exported threads"),
                    ("submissions.exported", "exported submissions"),
                    ("calls.exported", "exported API calls"),
                    ("audit.exported", "exported the audit history"),
                    ("transcript.revealed", "revealed the masked text"),
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="PasswordLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="password_link",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="passwordlink_expires_later",
                    )
                ],
            },
        ),
    ]
