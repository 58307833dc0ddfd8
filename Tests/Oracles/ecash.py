"""An ecash payer of its own: RSABSSA-SHA384-PSSZERO-Deterministic (RFC 9474) with pow(), hashlib and cryptography.

Reads a list of tasks from standard input and answers with a list of the same length on standard output; bytes are
hexadecimal, keys are DER SubjectPublicKeyInfo:
  {"do": "derive", "key", "seed", "message"}
      -> {"id", "blinded"}: the key's id, and the message blinded with the factor that the seed gives
  {"do": "blind", "key", "message"}
      -> {"blinded", "factor"} with a random factor
  {"do": "unblind", "key", "message", "factor", "answer"}
      -> {"signature"}
  {"do": "verify", "key", "message", "signature"}
      -> {"valid"} by the library cryptography
"""

import hashlib
import hmac
import json
import math
import secrets
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

HASH = hashlib.sha384


def mgf1(seed, length):
    out = b""
    counter = 0
    while len(out) < length:
        out += HASH(seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return out[:length]


def encode(message, bits):
    """EMSA-PSS of RFC 8017 with an empty salt."""
    length = (bits - 1 + 7) // 8
    seal = HASH(bytes(8) + HASH(message).digest()).digest()
    block = bytes(length - len(seal) - 2) + b"\x01"
    masked = bytearray(a ^ b for a, b in zip(block, mgf1(seal, len(block))))
    masked[0] &= 0xFF >> (8 * length - (bits - 1))
    return int.from_bytes(bytes(masked) + seal + b"\xbc", "big")


def hkdf(secret, info, length):
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(extracted, block + info + bytes([counter]), hashlib.sha256).digest()
        out += block
        counter += 1
    return out[:length]


def seeded_factor(seed, key_id, n, size):
    for attempt in range(256):
        info = b"semper/ecash-blinding/1\x00" + key_id + bytes([attempt])
        factor = int.from_bytes(hkdf(seed, info, size + 16), "big") % n
        if math.gcd(factor, n) == 1:
            return factor
    raise ValueError("no factor")


def perform(task):
    der = bytes.fromhex(task["key"])
    key = serialization.load_der_public_key(der)
    n, e = key.public_numbers().n, key.public_numbers().e
    size = (n.bit_length() + 7) // 8
    message = bytes.fromhex(task["message"])

    def blinded(factor):
        return (pow(factor, e, n) * encode(message, n.bit_length()) % n).to_bytes(size, "big").hex()

    if task["do"] == "derive":
        key_id = hashlib.sha256(der).digest()
        factor = seeded_factor(bytes.fromhex(task["seed"]), key_id, n, size)
        return {"blinded": blinded(factor), "id": key_id.hex()}
    if task["do"] == "blind":
        factor = 0
        while math.gcd(factor, n) != 1:
            factor = secrets.randbelow(n)
        return {"blinded": blinded(factor), "factor": factor.to_bytes(size, "big").hex()}
    if task["do"] == "unblind":
        factor = int.from_bytes(bytes.fromhex(task["factor"]), "big")
        answer = int.from_bytes(bytes.fromhex(task["answer"]), "big")
        return {"signature": (answer * pow(factor, -1, n) % n).to_bytes(size, "big").hex()}
    if task["do"] == "verify":
        pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=0)
        try:
            key.verify(bytes.fromhex(task["signature"]), message, pss, hashes.SHA384())
            return {"valid": True}
        except InvalidSignature:
            return {"valid": False}
    raise ValueError(task["do"])


print(json.dumps([perform(task) for task in json.load(sys.stdin)]))
