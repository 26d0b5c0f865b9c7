#!/usr/bin/env python3
"""Verify an exported audit history (JSONL) without the console: python3 verify_audit.py audit.jsonl

Needs Python 3.9 and nothing else. The key is that of the console, AUDIT_KEY: give it in an environment variable of that
name, or it is asked for. Several keys are separated by commas, as there.

Exits with 0 when every line is as the console wrote it, with 3 when one is not, with 2 when the file cannot be read,
and with 1 when the right key was not given, so that nothing can be said.
"""

import decimal
import getpass
import hashlib
import hmac
import json
import os
import sys

BROKEN, UNREADABLE, NO_KEY = 3, 2, 1
PROOF = ("key_id", "previous_mac", "mac")


class Broken(Exception):
    """What is wrong, as a sentence."""


class WrongKey(Exception):
    """Which key is missing, as a sentence."""


class NotAnExport(Exception):
    """Why this is no exported history, as a sentence."""


def key_id(secret):
    return hashlib.sha256(b"key id\n" + secret).hexdigest()[:8]


def seal(secret, kind, *parts):
    return hmac.new(secret, "\n".join((kind, *parts)).encode(), "sha256").hexdigest()


def canonical(content):
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def number_of(text):
    """1.0, 1e0 and 1 are one number."""
    number = float(text)
    return int(decimal.Decimal(text)) if number.is_integer() else number


def secret_of(keys, record, what):
    if record["key_id"] not in keys:
        raise WrongKey(
            f"{what} was sealed with the key {record['key_id']}; the key given is {', '.join(keys)}."
        )
    return keys[record["key_id"]]


def check_event(keys, event, before):
    """`before`: the event of the line before, if there is one."""
    what = f"Event {event['number']}"
    content = {
        name: value
        for name, value in event.items()
        if name not in PROOF and value not in (None, "", {})
    }
    expected = seal(
        secret_of(keys, event, what), "event", event["previous_mac"], canonical(content)
    )
    if not hmac.compare_digest(expected, event["mac"]):
        raise Broken(f"{what} is not as it was written.")
    if before and event["number"] <= before["number"]:
        raise Broken(f"{what} stands after event {before['number']}.")
    if (
        before
        and event["number"] == before["number"] + 1
        and event["previous_mac"] != before["mac"]
    ):
        raise Broken(f"{what} does not follow event {before['number']} of this file.")


def check_end(keys, line, count, digest, last):
    export = line["export"]
    expected = seal(secret_of(keys, line, "The end of the file"), "export", canonical(export))
    if not hmac.compare_digest(expected, line["seal"]):
        raise Broken("The last line is not as it was written.")
    if export["events"] != count or export["sha256"] != digest.hexdigest():
        raise Broken(
            f"The file has {count} events that are not the {export['events']} that were exported."
        )
    if last and last["number"] == export["last_number"] and last["mac"] != export["last_mac"]:
        raise Broken(f"Event {last['number']} is not the one that was exported.")
    return export


def verify(lines, keys):
    """Returns (how many events, how many of them do not follow the one before, what the last line says)."""
    digest, count, gaps, before, export = hashlib.sha256(), 0, 0, None, None
    for line, record in records_of(lines):
        if export:
            raise Broken("There is something after the last line.")
        if "export" in record:
            export = check_end(keys, record, count, digest, before)
            continue
        check_event(keys, record, before)
        digest.update(line)
        gaps += record["number"] != (before["number"] + 1 if before else 1)
        count, before = count + 1, record
    if export is None:
        raise Broken(f"The file ends after {count} events without its last line: it was cut.")
    return count, gaps, export


def records_of(lines):
    """(line, what it says) of each."""
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line, parse_float=number_of)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise NotAnExport(
                f"Line {number} is not JSON. Only an export as JSONL can be verified; CSV has no proof."
            )
        yield line, record


def keys_given():
    """{id: secret} of AUDIT_KEY, or of what a person types."""
    given = os.environ.get("AUDIT_KEY", "")
    if not given and sys.stdin.isatty():
        given = getpass.getpass("AUDIT_KEY: ")
    secrets = [one.strip().encode() for one in given.split(",") if one.strip()]
    if not secrets:
        raise WrongKey("No key was given. Set AUDIT_KEY to the key of the console.")
    return {key_id(one): one for one in secrets}


def main(path):
    try:
        with open(path, "rb") as file:
            count, gaps, export = verify(file, keys_given())
    except Broken as problem:
        print(f"NOT AS IT WAS WRITTEN: {problem}")
        return BROKEN
    except WrongKey as problem:
        print(f"Not verified: {problem}", file=sys.stderr)
        return NO_KEY
    except OSError as error:
        print(f"{path} cannot be read: {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    except NotAnExport as problem:
        print(f"{path} is not an exported audit history. {problem}", file=sys.stderr)
        return UNREADABLE
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"{path} is not an exported audit history: {error!r}", file=sys.stderr)
        return UNREADABLE
    print(f"{count} events, each as the console wrote it.")
    print(
        f"Exported by {export['exported_by']} at {export['exported_at']}; filters: {export['filters'] or 'none'}."
    )
    print(
        f"They are not all: other events stand between them in {gaps} places."
        if gaps
        else f"They are the whole history up to event {count}."
    )
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
