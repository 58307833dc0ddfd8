"""The dual signature of SET, profile 2, written from the table of fields alone: DER by hand, cryptography's primitives.

Reads {"message", "other", "key", "order", "currency", "units"} (base64 where bytes), each message a wrapped PReq; answers what the
merchant and the gateway each find, and that halves which do not belong together are refused."""

import base64
import hashlib
import json
import sys

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def read(data):
    """One element: tag byte, content, what follows, and the element as it stands."""
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    end = start + length
    assert end <= len(data)
    return data[0], data[start:end], data[end:], data[:end]


def fields(data):
    found = []
    while data:
        tag, content, data, whole = read(data)
        found.append((tag, content, whole))
    return found


def write(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts):
    return write(0x30, b"".join(parts))


def oid(text):
    arcs = [int(arc) for arc in text.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        part = [arc & 0x7F]
        while arc := arc >> 7:
            part.insert(0, arc & 0x7F | 0x80)
        out += bytes(part)
    return write(6, out)


SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"))


def digested(kind, content):
    """DD: DigestedData without the content."""
    digest = write(4, hashlib.sha256(content).digest())
    inner = sequence(write(2, b"\x02"), SHA256, sequence(oid(kind)), digest)
    return sequence(oid("1.2.840.113549.1.7.5"), write(0xA0, inner))


PAN, OI, PI, HOD, TBS = (f"2.23.42.0.{n}" for n in (0, 3, 5, 7, 13))


def purchase(wrapped):
    """The parts of PReqDualSigned inside MessageWrapper { header, [0] { [2] { [0] PReq } } }."""
    (_, header, _), (tag, message, _) = fields(read(wrapped)[1])
    assert tag == 0xA0
    tag, message, _, _ = read(message)
    assert tag == 0xA2
    tag, message, _, _ = read(message)
    assert tag == 0xA0
    (_, payment, _), (_, order, _) = fields(read(message)[1])
    (_, _, signature), (_, _, sealed) = fields(payment)
    (_, _, oi), (_, _, pi_digest) = fields(order)
    return {"signature": signature, "sealed": sealed, "oi": oi, "pi_digest": pi_digest}


def verify(signature, content):
    """SignedData with a detached PI-TBS, one signer by issuer and serial, signed attributes."""
    (_, kind, _), (_, inner, _) = fields(read(signature)[1])
    assert kind == read(oid("1.2.840.113549.1.7.2"))[1]
    parts = fields(read(inner)[1])
    certificates = [whole for _, _, whole in fields(parts[3][1])]
    signer = fields(fields(parts[4][1])[0][1])
    name, attributes, value = signer[1][2], signer[3], signer[5][1]
    assert parts[2][2] == sequence(oid(TBS)) and attributes[0] == 0xA0
    holder = None
    for der in certificates:
        body = fields(read(read(der)[1])[1])
        if sequence(body[3][2], body[1][2]) == name:
            holder = x509.load_der_x509_certificate(der)
    expected = sorted(
        [
            sequence(oid("1.2.840.113549.1.9.3"), write(0x31, oid(TBS))),
            sequence(oid("1.2.840.113549.1.9.4"), write(0x31, write(4, hashlib.sha256(content).digest()))),
        ]
    )
    if b"".join(expected) != attributes[1]:
        return False
    try:
        holder.public_key().verify(value, write(0x31, attributes[1]), ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False


def as_merchant(parts, oi=None):
    """Has OIData and the digest of PIData."""
    return verify(parts["signature"], sequence(parts["pi_digest"], digested(OI, oi or parts["oi"])))


def open_extra_strong(sealed, key):
    """The RSA block is key, SHA-256 of what is sealed, PANData; the block's SHA-256 is associated data."""
    (_, kind, _), (_, inner, _) = fields(read(sealed)[1])
    assert kind == read(oid("1.2.840.113549.1.9.16.1.23"))[1]
    parts = fields(read(inner)[1])
    recipient = fields(read(parts[1][1])[1])
    block = key.decrypt(
        recipient[3][1], padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    )
    content = fields(parts[2][1])
    nonce = fields(fields(content[1][1])[1][1])[0][1]
    plain = AESGCM(block[:32]).decrypt(nonce, content[2][1] + parts[3][1], hashlib.sha256(block).digest())
    assert hashlib.sha256(plain).digest() == block[32:64]
    return plain, block[64:]


def as_gateway(parts, key, order=None):
    """Has PIData and the digest of OIData."""
    plain, card = open_extra_strong(parts["sealed"], key)
    (_, link, _), (_, _, card_digest) = fields(read(plain)[1])
    (_, _, head), (_, _, oi_digest) = fields(link)
    assert card_digest == digested(PAN, card)
    return verify(parts["signature"], sequence(digested(PI, sequence(head, card)), order or oi_digest)), head, oi_digest


def main():
    task = json.load(sys.stdin)
    parts, other = purchase(base64.b64decode(task["message"])), purchase(base64.b64decode(task["other"]))
    key = serialization.load_der_private_key(base64.b64decode(task["key"]), None)
    gateway, head, oi_digest = as_gateway(parts, key)
    # HODInput: the order's text, the amount, the salt; its digest stands in both halves.
    oi = fields(read(parts["oi"])[1])
    salt = next(whole for tag, content, whole in oi[4:] if tag == 4)
    units = task["units"].to_bytes((task["units"].bit_length() + 8) // 8, "big")
    amount = sequence(write(2, task["currency"].to_bytes(2, "big")), write(2, units), write(2, b"\xfe"))
    hod = digested(HOD, sequence(write(4, base64.b64decode(task["order"])), amount, salt))
    swapped = sequence(digested(OI, parts["oi"]), parts["pi_digest"])
    print(
        json.dumps(
            {
                "merchant": as_merchant(parts),
                "gateway": gateway,
                "order": hod == oi[3][2] and hod in head and oi_digest == digested(OI, parts["oi"]),
                "swapped": verify(parts["signature"], swapped),
                "merchantForeign": as_merchant(parts, other["oi"]),
                "gatewayForeign": as_gateway(parts, key, digested(OI, other["oi"]))[0],
            }
        )
    )


main()
