"""What is no backup, what is in the way, and which key is missing: said before anything is written."""

import json

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from tests import factories
from threadsui.models.fields import encrypted
from threadsui.services.backups import databases
from threadsui.services.backups.folders import BackupError
from threadsui.services.backups.making import make_backup
from threadsui.services.backups.restoring import missing_keys, restore_backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path):
    make_backup(tmp_path / "made")
    return tmp_path / "made"


def changed(backup, **changes):
    path = backup / "backup.json"
    contents = json.loads(path.read_text())
    path.write_text(json.dumps(contents | changes))


def test_backup_names_what_is_in_it_and_is_not_written_twice(backup):
    contents = json.loads((backup / "backup.json").read_text())

    assert set(contents["files"]) == {path.name for path in backup.iterdir()} - {"backup.json"}
    assert "sandbox.sqlite3" in contents["files"]
    with pytest.raises(BackupError, match="exists"):
        make_backup(backup)


def test_nothing_is_restored_over_a_console(backup):
    factories.user()

    with pytest.raises(CommandError, match=r"It was not restored.+(exists|is not empty)"):
        call_command("restore", backup)


def test_file_that_was_changed_or_lost_is_found_out(backup):
    victim = backup / "sandbox.sqlite3"
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(BackupError, match="not as it was"):
        restore_backup(backup)
    victim.unlink()
    with pytest.raises(BackupError, match="missing"):
        restore_backup(backup)


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"format": 2}, "newer console"),
        ({"migrations": [["threadsui", "9999_of_tomorrow"]]}, "9999_of_tomorrow"),
        ({"database": "mysql"}, "DATABASE_URL"),
        ({"files": None}, "no backup"),
    ],
)
def test_backup_of_another_kind_is_refused(backup, changes, said):
    changed(backup, **changes)

    with pytest.raises(BackupError, match=said):
        restore_backup(backup)


def test_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(BackupError, match="is no backup"):
        restore_backup(tmp_path)


def test_program_that_fails_or_is_not_there_is_told_and_leaves_no_folder(tmp_path, monkeypatch):
    def fails(alias, target):
        raise BackupError("pg_dump ended with 1: server version mismatch")

    monkeypatch.setattr("threadsui.services.backups.making.copy_out", fails)
    with pytest.raises(CommandError, match=r"No backup was made. pg_dump ended with 1"):
        call_command("backup", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_damaged_database_is_not_called_a_backup(tmp_path):
    damaged = tmp_path / "console.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    with pytest.raises(BackupError, match=r"could not be copied|is damaged"):
        databases._copy_sqlite(damaged, tmp_path / "copy")


def test_every_key_that_is_missing_is_named(settings, lead):
    factories.connection("desk", secret="sk-desk")
    kept = {"secret": encrypted("JBSWY3DP")}
    Authenticator.objects.create(user=lead, type="totp", data=kept)
    factories.event()
    assert missing_keys() == []

    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    settings.AUDIT_KEY = ["another-key-that-is-long-enough-to-be-one"]

    told = " ".join(missing_keys())
    for said in ("secrets of: desk", "second factors of: lead", "AUDIT_KEY"):
        assert said in told
