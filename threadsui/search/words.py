"""What a word is: a run of letters and digits, whatever their case and accents."""

# Where Unicode has its pictures: the index knows nothing of them, also of those with a digit in them, such as ①.
PICTURES = (range(0x2190, 0x2C00), range(0x1F000, 0x1FB00))


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(sign.isalnum() and not _is_picture(sign) for sign in text)


def _is_picture(sign: str) -> bool:
    return any(ord(sign) in block for block in PICTURES)
