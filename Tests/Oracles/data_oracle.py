#!/usr/bin/env python3
"""Independent computation of the vectors for signed data: hashlib and AESGCM only, nothing of Semper.

data_oracle.py VECTORS          recompute everything and compare; exit 1 and say what differs
data_oracle.py --write VECTORS  fill in the expected values from the inputs
"""
import base64
import hashlib
import hmac
import json
import struct
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(value):
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


def tag(purpose):
    return b"semper/" + purpose.encode() + b"/1\0"


def digest(purpose, *parts):
    return hashlib.sha256(tag(purpose) + b"".join(parts)).digest()


def u64(number):
    return struct.pack(">Q", number)


def named(data):
    return "sha-256:" + text(data)


def hkdf(secret, info, length=32):
    key = hmac.new(b"\0" * 32, secret, hashlib.sha256).digest()
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def merkle(purpose, leaves):
    """RFC 6962 section 2.1, by its recursive definition."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return digest(purpose, merkle(purpose, leaves[:split]), merkle(purpose, leaves[split:]))


def file_bytes(index, length):
    """The content of the files of a case: a pattern that any language computes alike."""
    return bytes((i * 7 + i // 251 + index * 13) & 0xFF for i in range(length))


def content_case(inputs):
    secret, key, exchange = raw(inputs["secret"]), raw(inputs["opening"]), raw(inputs["exchange"])
    data = b"".join(file_bytes(i, f["length"]) for i, f in enumerate(inputs["files"]))
    size = (64 if len(data) <= 8 << 30 else 256) << 10
    chunks = [data[i:i + size] for i in range(0, len(data), size)]
    count = len(chunks)
    salts = [hkdf(secret, tag("content-salt") + u64(j)) for j in range(count)]
    leaves = [
        digest("content-leaf", u64(j), u64(len(chunk)), salts[j], chunk) for j, chunk in enumerate(chunks)
    ]
    root = digest("content-root", u64(len(data)), u64(size), u64(count), merkle("content-node", leaves))
    sealed = []
    for j, chunk in enumerate(chunks):
        aad = tag("chunk") + exchange + u64(j) + u64(count)
        sealed.append(AESGCM(key).encrypt(b"\0" * 4 + u64(j), salts[j] + chunk, aad))
    cipher_leaves = [digest("cipher-leaf", u64(j), z) for j, z in enumerate(sealed)]
    length = sum(map(len, sealed))
    zeta = digest("cipher-root", u64(length), u64(count), merkle("cipher-node", cipher_leaves))
    return {
        "chunkSize": size, "chunks": count, "length": len(data), "salt0": text(salts[0]),
        "leafList": named(hashlib.sha256(b"".join(leaves)).digest()), "root": named(root),
        "ciphertext": named(hashlib.sha256(b"".join(sealed)).digest()), "sealedLength": length,
        "cipherRoot": named(zeta),
    }


def opening_case(inputs):
    opening = hkdf(raw(inputs["secret"]), tag("fx-item") + inputs["path"].encode())
    return {"opening": text(opening), "digest": named(digest("fx-opening", opening))}


def document_case(inputs):
    # Canonical JSON (RFC 8785) of plain ASCII texts and objects is what this call writes.
    document = json.dumps(inputs["document"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {"digest": named(digest("document", document.encode()))}


def stream_case(inputs):
    key, chunk_size, length = raw(inputs["key"]), 64 << 10, inputs["length"]
    content = bytes((i * 31 + i // 256) % 256 for i in range(length))
    header = json.dumps(
        {"key": named(digest("stream-key", key)), "nonce": inputs["nonce"],
         "producer": {"crv": "Ed25519", "kty": "OKP", "x": inputs["producer"]}, "type": inputs["type"]},
        sort_keys=True, separators=(",", ":"))
    name = digest("stream-header", header.encode())
    chunks = [content[at:at + chunk_size] for at in range(0, length, chunk_size)] or [b""]
    frames, leaves = b"", []
    for number, chunk in enumerate(chunks):
        mark = bytes([1 if number == len(chunks) - 1 else 0])
        nonce = struct.pack(">IQ", 0, number)
        sealed = AESGCM(key).encrypt(nonce, chunk, tag("stream-chunk") + name + u64(number) + mark)
        frames += mark + struct.pack(">I", len(sealed)) + sealed
        leaves.append(digest("stream-leaf", u64(number), mark, sealed))
    root = digest("stream-root", name, u64(length), u64(len(chunks)), merkle("stream-node", leaves))
    return {"header": named(name), "chunks": len(chunks), "root": named(root),
            "frames": named(hashlib.sha256(frames).digest())}


KINDS = {"content": content_case, "openings": opening_case, "documents": document_case, "streams": stream_case}


def main(arguments):
    write = arguments[:1] == ["--write"]
    path = arguments[-1]
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    wrong = 0
    for kind, compute in KINDS.items():
        for case in vectors[kind]:
            expected = compute(case["inputs"])
            if write:
                case["expected"] = expected
            elif case.get("expected") != expected:
                wrong += 1
                print(f"{kind} “{case['name']}”: {case.get('expected')} should be {expected}")
    if write:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(vectors, file, indent=2, ensure_ascii=False)
            file.write("\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
