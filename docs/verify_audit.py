#!/usr/bin/env python3
"""Verify an exported audit history (JSONL) without the console: python3 verify_audit.py audit.jsonl

Needs Python 3.9 and nothing else. The key is that of the console, AUDIT_KEY: give it in an environment variable of that
name, or it is asked for. Several keys are separated by commas, as there.

Exits with 0 when every line is as the console wrote it, with 3 when one is not, with 2 when the file cannot be read.
"""

import decimal
import getpass
import hashlib
import hmac
import json
import os
import sys

BROKEN, UNREADABLE = 3, 2
PROOF = ("key_id", "previous_mac", "mac")


class Broken(Exception):
    """What is wrong, as a sentence."""


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
        raise Broken(f"{what} was sealed with the key {record['key_id']}, which was not given.")
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
    for line in lines:
        if export:
            raise Broken("There is something after the last line.")
        record = json.loads(line, parse_float=number_of)
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


def main(path):
    given = os.environ.get("AUDIT_KEY") or getpass.getpass("AUDIT_KEY: ")
    secrets = [one.strip().encode() for one in given.split(",") if one.strip()]
    try:
        with open(path, "rb") as file:
            count, gaps, export = verify(file, {key_id(one): one for one in secrets})
    except Broken as problem:
        print(f"NOT AS IT WAS WRITTEN: {problem}")
        return BROKEN
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"Cannot be read as an exported audit history: {error!r}", file=sys.stderr)
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
