"""X.509 certificates and revocation lists (RFC 5280), written in DER by hand."""

import base64
import hashlib
from dataclasses import dataclass

from .ed25519 import SigningKey


def _der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


def _sequence(*contents: bytes) -> bytes:
    return _der(0x30, *contents)


def _integer(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    out = bytearray([40 * first + second])
    for value in rest:
        groups = [value & 127]
        while value := value >> 7:
            groups.append(value & 127 | 128)
        out += bytes(reversed(groups))
    return _der(0x06, bytes(out))


def _bits(content: bytes, unused: int = 0) -> bytes:
    return _der(0x03, bytes([unused]), content)


def _day(date: str) -> bytes:
    """Midnight of a day written YYYY-MM-DD: two-digit years up to 2049, four-digit years after."""
    digits = date.replace("-", "") + "000000Z"
    return _der(0x18, digits.encode()) if digits >= "2050" else _der(0x17, digits[2:].encode())


_ED25519 = _sequence(_oid("1.3.101.112"))
_TRUE = b"\x01\x01\xff"


def _name(common: str) -> bytes:
    def part(oid: str, text: str) -> bytes:
        return _der(0x31, _sequence(_oid(oid), _der(0x0C, text.encode())))
    return _sequence(part("2.5.4.10", "Practice Course"), part("2.5.4.3", common))


def _extension(oid: str, content: bytes, critical: bool = False) -> bytes:
    return _sequence(_oid(oid), _TRUE if critical else b"", _der(0x04, content))


def _key_info(public: bytes) -> bytes:
    return _sequence(_ED25519, _bits(public))


def _key_id(public: bytes) -> bytes:
    return hashlib.sha1(public).digest()


def pem(label: str, der: bytes) -> bytes:
    """The text form with its BEGIN and END lines."""
    text = base64.b64encode(der).decode()
    lines = [text[k:k + 64] for k in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


@dataclass(frozen=True)
class Holder:
    """A name and the practice key that belongs to it. The seed is public, so the key protects nothing."""

    name: str
    key_label: str

    @property
    def key(self) -> SigningKey:
        return SigningKey(hashlib.sha256(b"worthless practice key: " + self.key_label.encode()).digest())

    def public_pem(self) -> bytes:
        return pem("PUBLIC KEY", _key_info(self.key.public))


def certificate(issuer: Holder, subject: Holder, serial: int, start: str, end: str, authority: bool,
                path_length: int | None = None, host: str | None = None) -> bytes:
    """A certificate of an authority or of a web server, in PEM."""
    signer, public = issuer.key, subject.key.public
    limits = (_TRUE if authority else b"") + (_integer(path_length) if path_length is not None else b"")
    usage = _bits(b"\x06", 1) if authority else _bits(b"\x80", 7)      # certificate and list signing | signature
    extensions = [
        _extension("2.5.29.19", _sequence(limits), critical=True),
        _extension("2.5.29.15", usage, critical=True),
        _extension("2.5.29.14", _der(0x04, _key_id(public))),
        _extension("2.5.29.35", _sequence(_der(0x80, _key_id(signer.public)))),
    ]
    if host:
        extensions += [
            _extension("2.5.29.37", _sequence(_oid("1.3.6.1.5.5.7.3.1"))),
            _extension("2.5.29.17", _sequence(_der(0x82, host.encode()))),
        ]
    body = _sequence(
        _der(0xA0, _integer(2)), _integer(serial), _ED25519, _name(issuer.name),
        _sequence(_day(start), _day(end)), _name(subject.name), _key_info(public),
        _der(0xA3, _sequence(*extensions)))
    return pem("CERTIFICATE", _sequence(body, _ED25519, _bits(signer.sign(body))))


def revocation_list(issuer: Holder, number: int, issued: str, until: str, revoked: dict[int, str]) -> bytes:
    """A list of the serial numbers that no longer count, with the day of each revocation, in PEM."""
    signer = issuer.key
    extensions = _der(0xA0, _sequence(
        _extension("2.5.29.35", _sequence(_der(0x80, _key_id(signer.public)))),
        _extension("2.5.29.20", _integer(number))))
    entries = _sequence(*(_sequence(_integer(serial), _day(day)) for serial, day in sorted(revoked.items())))
    body = _sequence(_integer(1), _ED25519, _name(issuer.name), _day(issued), _day(until), entries, extensions)
    return pem("X509 CRL", _sequence(body, _ED25519, _bits(signer.sign(body))))
