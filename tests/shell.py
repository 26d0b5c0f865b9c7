"""What a shell makes of a command line, and what its `curl` then does."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

STAND_IN = Path(__file__).with_name("curl_stand_in.py")
# The shell itself splits the line; instead of calling the tool it prints the words, each ended by NUL.
PRINTING = "{}() {{ printf '%s\\0' \"$@\"; }}\n{}"


def words_of(line, tool, **environment):
    """The arguments that `sh` would hand to `tool`."""
    done = subprocess.run(
        ["sh", "-c", PRINTING.format(tool, line)],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        check=True,
        timeout=20,
    )
    assert done.stderr == b""
    return done.stdout.decode().split("\0")[:-1]


@dataclass
class CurlCall:
    """A cURL command line, taken apart."""

    url: str
    headers: dict
    body: str


def curl_call(line, **environment):
    url, *words = words_of(line, "curl", **environment)
    pairs = list(zip(words[::2], words[1::2], strict=True))
    assert {flag for flag, _ in pairs} == {"-H", "--data-binary"}
    headers = dict(value.split(": ", 1) for flag, value in pairs if flag == "-H")
    (body,) = (value for flag, value in pairs if flag == "--data-binary")
    return CurlCall(url, headers, body)


def run(line, *, folder, **environment):
    """Run the line in a shell, in `folder`; a machine without cURL gets a stand-in of the same few flags."""
    path = "/usr/local/bin:/usr/bin:/bin"
    if not shutil.which("curl", path=path):
        stand_in = folder / "curl"
        stand_in.write_text(f'#!/bin/sh\nexec {sys.executable} {STAND_IN} "$@"\n')
        stand_in.chmod(0o755)
        path = f"{folder}:{path}"
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={"PATH": path, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout
