import os
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from threadsui.management.people import find_actor
from threadsui.models import AccessGroup, Connection
from threadsui.services.connections.saving import save_connection
from threadsui.services.errors import ServiceError

# Options that are a field of the connection, by name.
FIELDS = (
    "name",
    "base_url",
    "auth_style",
    "auth_header",
    "secret_reference",
    "token_url",
    "client_id",
    "token_scope",
    "organization",
    "project",
    "proxy",
    "max_attempts",
    "beta_header",
    "connect_timeout",
    "read_timeout",
    "end_of_life",
    "is_active",
    "is_default",
    "sandbox_fault",
)


def pair(text):
    """`NAME=VALUE` as a tuple."""
    name, separator, value = text.partition("=")
    if not (name and separator):
        raise ValueError
    return name, value


class Command(BaseCommand):
    help = (
        "Make the connection SLUG, or change it: where the console finds a Threads API server. "
        "What is not given stays. Secrets come from the environment or standard input, "
        "never from the command line, where others could read them."
    )

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, allow_abbrev=False, **kwargs)

    def add_arguments(self, parser):
        add = parser.add_argument
        add("slug", metavar="SLUG", help="a short name for addresses and scripts, such as foundry")
        add("--name", help="what people read; the slug if not given")
        add("--base-url", metavar="URL", help="up to and without /threads")
        add("--auth-style", choices=Connection.AuthStyle.values)
        add("--auth-header", metavar="NAME", help="the header of --auth-style header")
        secret = parser.add_mutually_exclusive_group()
        secret.add_argument("--secret-env", metavar="VAR", help="the variable that holds the key")
        secret.add_argument("--secret-stdin", action="store_true", help="read the key from there")
        secret.add_argument(
            "--secret-reference",
            metavar="PLACE",
            help="env:NAME or file:/path: where the console finds the key at every call",
        )
        add("--token-url", metavar="URL", help="where --auth-style oauth asks for tokens")
        add("--client-id", metavar="ID", help="who asks for them; the key is its secret")
        add("--token-scope", metavar="SCOPE")
        add("--organization", metavar="ID", help="the value of OpenAI-Organization")
        add("--project", metavar="ID", help="the value of OpenAI-Project")
        add("--proxy", metavar="URL", help='"" for the environment\'s')
        add("--ca-bundle", metavar="FILE", help="PEM certificates to trust for this server only")
        add("--max-attempts", type=int, metavar="NUMBER")
        add(
            "--header",
            action="append",
            type=pair,
            metavar="NAME=VAR",
            help="an extra header, its value from the variable VAR; those given replace all there were",
        )
        add(
            "--query",
            action="append",
            type=pair,
            metavar="NAME=VALUE",
            help="goes with every request, such as api-version=2025-05-01; replaces all there were",
        )
        add("--beta-header", metavar="VALUE", help='the value of OpenAI-Beta; "" sends none')
        add("--connect-timeout", type=float, metavar="SECONDS")
        add("--read-timeout", type=float, metavar="SECONDS")
        add("--end-of-life", type=date.fromisoformat, metavar="YYYY-MM-DD")
        kept = parser.add_mutually_exclusive_group()
        kept.add_argument(
            "--group",
            action="append",
            metavar="NAME",
            help="who may use it and see its threads; those given replace all there were",
        )
        kept.add_argument("--everybody", action="store_true", help="keep it for no group any more")
        add("--fault", dest="sandbox_fault", help='how the sandbox misbehaves; "" for not at all')
        add("--default", dest="is_default", action="store_const", const=True)
        switch = parser.add_mutually_exclusive_group()
        switch.add_argument("--enable", dest="is_active", action="store_const", const=True)
        switch.add_argument("--disable", dest="is_active", action="store_const", const=False)
        add("--actor", metavar="USERNAME", help="who does this, for the audit trail")

    def handle(self, *args, slug, actor, **options):
        fields = {name: options[name] for name in FIELDS if options[name] is not None}
        if options["secret_env"]:
            fields["secret"] = from_environment(options["secret_env"])
        elif options["secret_stdin"]:
            fields["secret"] = sys.stdin.readline().strip()
        if options["header"]:
            fields["extra_headers"] = {n: from_environment(var) for n, var in options["header"]}
        if options["ca_bundle"] is not None:
            fields["ca_bundle"] = from_file(options["ca_bundle"])
        if options["query"]:
            fields["extra_query"] = dict(options["query"])
        if options["group"] or options["everybody"]:
            fields["groups"] = numbers_of(options["group"] or [])
        known = Connection.objects.filter(slug=slug).exists()
        if not known:
            fields.setdefault("name", slug)
        try:
            connection = save_connection(actor=find_actor(actor), slug=slug, **fields)
        except ServiceError as exc:
            raise CommandError(exc.message, returncode=2) from exc
        self.stdout.write(f"{'Changed' if known else 'Made'} the connection {connection} ({slug}).")


def numbers_of(names):
    """Of the groups that are called exactly so."""
    groups = dict(AccessGroup.objects.filter(name__in=names).values_list("name", "pk"))
    missing = [name for name in names if name not in groups]
    if missing:
        said = ", ".join(f"“{name}”" for name in missing)
        raise CommandError(f"There is no group {said}. Nothing was saved.", returncode=2)
    return list(groups.values())


def from_environment(variable):
    value = os.environ.get(variable, "").strip()
    if not value:
        raise CommandError(
            f"The environment variable {variable} is empty. Nothing was saved.", returncode=2
        )
    return value


def from_file(path):
    if not path:
        return ""
    try:
        return Path(path).read_text()
    except (OSError, UnicodeDecodeError) as exc:
        raise CommandError(f"{path} cannot be read. Nothing was saved.", returncode=2) from exc
