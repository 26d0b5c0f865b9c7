"""`curl URL -H HEADER … --data-binary BODY`, for machines without cURL: posts, and prints the answer."""

import sys
import urllib.request
from pathlib import Path


def main(url, *words):
    headers, body = {}, b""
    for flag, value in zip(words[::2], words[1::2], strict=True):
        if flag == "-H":
            name, _, text = value.partition(":")
            headers[name] = text.strip()
        elif flag == "--data-binary":
            body = Path(value[1:]).read_bytes() if value.startswith("@") else value.encode()
    request = urllib.request.Request(url, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        sys.stdout.buffer.write(answer.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
