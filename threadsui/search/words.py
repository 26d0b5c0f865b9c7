"""What a word is: a run of letters and digits, whatever their case and accents."""


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(sign.isalnum() for sign in text)
