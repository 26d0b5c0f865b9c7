"""Markdown (CommonMark) around text that anybody may have written."""

import re

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")


def line(text: str) -> str:
    """Text on one line, in which nothing is mark-up."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code_span(text: str) -> str:
    """`text`, whatever backticks are in it."""
    words = " ".join(str(text).split())
    fence = "`" * (_longest_run(words, "`") + 1)
    padding = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{padding}{words}{padding}{fence}"


def fenced(text: str) -> str:
    """A block of exactly this text."""
    fence = "~" * max(3, _longest_run(text, "~") + 1)
    return f"{fence}text\n{text}\n{fence}"


def _longest_run(text: str, sign: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(sign)}+", text)), default=0)
