"""Ids as the service makes them: a prefix and 24 letters and digits."""

import random
import string

ALPHABET = string.ascii_letters + string.digits
_random = random.SystemRandom()


def new_id(prefix: str) -> str:
    return f"{prefix}_{''.join(_random.choices(ALPHABET, k=24))}"


def new_thread_id() -> str:
    return new_id("thread")


def new_message_id() -> str:
    return new_id("msg")


def new_vector_store_id() -> str:
    return new_id("vs")
