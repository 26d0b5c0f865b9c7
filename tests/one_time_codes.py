"""What an authenticator app does: RFC 6238 with SHA-1, 6 digits and 30 seconds."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret, *, steps=0):
    """The code that is shown now, or some steps of 30 seconds from now: each is good once."""
    counter = int(time.time() // 30) + steps
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    place = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
