"""Conditional X.509 certificates by Python's cryptography.

Reads one task from standard input:
  {"certificate": base64url DER, "issuer": base64url DER, "oid": text}
      -> what the certificate and its condition say, read with cryptography and a DER reader of its own; whether the issuer has
         signed it; and whether cryptography's verifier refuses it
  {"change": name, "oid": text}
      -> base64url of a certificate of the profile with this one departure from it ("nothing" for none)
"""

import base64
import datetime
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import verification
from cryptography.x509.oid import NameOID, ObjectIdentifier

START = datetime.datetime(2026, 11, 18, tzinfo=datetime.timezone.utc)


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def element(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def read(data):
    """The first element: tag, content, rest. Short and long lengths only."""
    tag, size, start = data[0], data[1], 2
    if size & 0x80:
        count = size & 0x7F
        size, start = int.from_bytes(data[2:2 + count], "big"), 2 + count
    return tag, data[start:start + size], data[start + size:]


def point(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)[1:].hex()


def look(task):
    leaf = x509.load_der_x509_certificate(decode(task["certificate"]))
    root = x509.load_der_x509_certificate(decode(task["issuer"]))
    found = leaf.extensions.get_extension_for_oid(ObjectIdentifier(task["oid"]))
    tag, body, rest = read(found.value.value)
    assert tag == 0x30 and rest == b""
    tag, version, body = read(body)
    assert tag == 0x02 and version == b"\x01"
    tag, exchange, body = read(body)
    assert tag == 0x04
    tag, opening, body = read(body)
    assert tag == 0x04
    arbiter = serialization.load_der_public_key(body)
    try:
        leaf.verify_directly_issued_by(root)
        signed = True
    except Exception:
        signed = False
    verifier = verification.PolicyBuilder().store(verification.Store([root])).time(
        leaf.not_valid_before_utc.replace(tzinfo=None) + datetime.timedelta(seconds=60)).build_client_verifier()
    try:
        verifier.verify(leaf, [])
        refused = False
    except verification.VerificationError:
        refused = True
    return {
        "subject": leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value, "exchange": exchange.hex(),
        "opening": opening.hex(), "arbiter": point(arbiter), "holder": point(leaf.public_key()),
        "from": int(leaf.not_valid_before_utc.timestamp()), "until": int(leaf.not_valid_after_utc.timestamp()),
        "critical": found.critical, "signed": signed, "refused": refused,
    }


def condition(change):
    curve = ec.SECP384R1() if change == "arbiter-p384" else ec.SECP256R1()
    arbiter = ec.generate_private_key(curve).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    members = [
        element(0x02, b"\x02" if change == "version-2" else b"\x01"),
        element(0x04, b"\x01" * (31 if change == "short-exchange" else 32)),
        element(0x04, b"\x02" * (33 if change == "long-opening" else 32)), arbiter,
    ]
    if change == "extra-member":
        members.append(element(0x05, b""))
    if change == "indefinite":
        return b"\x30\x80" + b"".join(members) + b"\x00\x00"
    return element(0x30, b"".join(members)) + (b"\x00" if change == "trailing" else b"")


def make(change, oid):
    issuer, holder = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.COMMON_NAME, "Diploma")]
    if change == "two-names":
        names.append(x509.NameAttribute(NameOID.COMMON_NAME, "Doctorate"))
    if change == "organisation":
        names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Diploma")]
    usage = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"], False)
    if change == "other-usage":
        usage["key_encipherment"] = True
    builder = (
        x509.CertificateBuilder().subject_name(x509.Name(names))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Foreign")]))
        .public_key(holder.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(START).not_valid_after(START + datetime.timedelta(days=10))
        .add_extension(
            x509.BasicConstraints(ca=change == "authority", path_length=0 if change == "authority" else None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(holder.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False))
    if change != "no-condition":
        builder = builder.add_extension(
            x509.UnrecognizedExtension(ObjectIdentifier(oid), condition(change)), critical=change != "not-critical")
    if change == "twice":
        # The library refuses the same extension twice; under the next number it is one that the profile does not have.
        builder = builder.add_extension(
            x509.UnrecognizedExtension(ObjectIdentifier(oid[:-1] + "2"), condition(change)), critical=True)
    if change == "other-extension":
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.UniformResourceIdentifier("https://a.example/")]), critical=False)
    digest = hashes.SHA384() if change == "sha384" else hashes.SHA256()
    return builder.sign(issuer, digest).public_bytes(serialization.Encoding.DER)


task = json.load(sys.stdin)
if "change" in task:
    print(json.dumps(encode(make(task["change"], task["oid"]))))
else:
    print(json.dumps(look(task)))
