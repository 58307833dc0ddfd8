"""Receiving side of HPKE (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, one message.

The library cryptography has HPKE without associated data and without the authenticated mode, so this follows the RFC's
pseudocode over its primitives."""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEM = b"KEM" + (0x0020).to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (0x0020, 0x0001, 0x0003))


def extract(salt, material):
    return hmac.new(salt or bytes(32), material, hashlib.sha256).digest()


def expand(key, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def labeled_extract(suite, salt, label, material):
    return extract(salt, b"HPKE-v1" + suite + label + material)


def labeled_expand(suite, key, label, info, length):
    return expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def decapsulate(encapsulated, private, sender=None):
    """Decap, and AuthDecap where a sender's public key is given (section 4.1)."""
    own = private.public_key().public_bytes_raw()
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    context = encapsulated + own
    if sender is not None:
        shared += private.exchange(X25519PublicKey.from_public_bytes(sender))
        context += sender
    key = labeled_extract(KEM, b"", b"eae_prk", shared)
    return labeled_expand(KEM, key, b"shared_secret", context, 32)


def open_sealed(sealed, private, info, associated, sender=None):
    """The plaintext of encapsulated key ‖ ciphertext; raises InvalidTag."""
    mode = bytes([0 if sender is None else 2])
    shared = decapsulate(sealed[:32], X25519PrivateKey.from_private_bytes(private), sender)
    context = (
        mode + labeled_extract(SUITE, b"", b"psk_id_hash", b"") + labeled_extract(SUITE, b"", b"info_hash", info)
    )
    secret = labeled_extract(SUITE, shared, b"secret", b"")
    key = labeled_expand(SUITE, secret, b"key", context, 32)
    nonce = labeled_expand(SUITE, secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, sealed[32:], associated)
