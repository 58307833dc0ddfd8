#!/usr/bin/env python3
"""Containers read by other people's code: rfc8785, joserfc, cryptography and hpke.py; nothing of Semper.

containers.py VECTORS   opens and verifies every package and every disclosure; exit 1 and say what differs
"""

import base64
import hashlib
import json
import sys

import joserfc.jwk
import joserfc.jws
import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hpke import open_sealed

DEGREES = {"authenticity": ["key", "certified"], "fairness": ["SW", "S"]}


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(value):
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


def unnamed(digest):
    assert digest.startswith("sha-256:")
    return raw(digest[8:])


def tag(purpose):
    return b"semper/" + purpose.encode() + b"/1\0"


def digest(purpose, *parts):
    return hashlib.sha256(tag(purpose) + b"".join(parts)).digest()


def merkle(leaves):
    """RFC 6962 section 2.1, by its recursive definition."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return digest("container-tree", merkle(leaves[:split]), merkle(leaves[split:]))


def climb(leaf, index, count, path):
    """The root from an audit path, as RFC 9162 section 2.1.3.2 verifies it."""
    assert 0 <= index < count
    first, last, node = index, count - 1, leaf
    for beside in path:
        assert last > 0
        if first & 1 or first == last:
            node = digest("container-tree", beside, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = digest("container-tree", node, beside)
        first, last = first >> 1, last >> 1
    assert last == 0
    return node


def head(name, attributes, count, tree):
    said = {"attributes": attributes, "children": count, "name": name}
    return digest("container-node", tree, rfc8785.dumps(said))


def node_digest(node):
    if "children" in node:
        tree = merkle([node_digest(child) for child in node["children"]])
        return head(node["name"], node["attributes"], len(node["children"]), tree)
    if "item" in node:
        said = {"item": node["item"], "name": node["name"]}
        return digest("container-leaf", raw(node["salt"]), rfc8785.dumps(said))
    return unnamed(node["digest"])


def effective(demands):
    """Everything demanded on the way, of each attribute the strongest, with what it implies."""
    all_of_them = {}
    for one in demands:
        for name, value in one.items():
            degrees = DEGREES.get(name)
            held = all_of_them.get(name)
            if degrees and held is not None:
                value = max(held, value, key=degrees.index)
            all_of_them[name] = value
    if all_of_them.get("non-repudiation-of-receipt"):
        all_of_them["non-repudiation-of-origin"] = all_of_them["confidentiality"] = True
    if all_of_them.get("authenticity") == "certified":
        all_of_them["non-repudiation-of-origin"] = True
    if all_of_them.get("non-repudiation-of-origin"):
        all_of_them.setdefault("authenticity", "key")
    if all_of_them.get("authenticity"):
        all_of_them["integrity"] = True
    return all_of_them


class Package:
    def __init__(self, package, key, released):
        self.key = key and raw(key)
        self.released = {part["digest"]: part["keys"] for part in released or []}
        self.proof = package["proof"]
        self.closed = 0
        self.container = digest("container-root", node_digest(package["root"]), unnamed(package["context"]))
        self.sender = self.verified()
        self.root = self.opened(package["root"])

    def named(self):
        return "sha-256:" + text(self.container)

    def verified(self):
        if "statement" in self.proof:
            statement = self.proof["statement"]
            payload = raw(statement["payload"])
            content = json.loads(payload)
            assert payload == rfc8785.dumps(content) and content["kind"] == "container"
            assert content["container"] == self.named()
            key = joserfc.jwk.import_key(content["sender"])
            own = [s for s in statement["signatures"] if json.loads(raw(s["protected"]))["kid"] == key.thumbprint()]
            protected = json.loads(raw(own[0]["protected"]))
            assert protected["typ"] == "semper-container+jws"
            joserfc.jws.deserialize_json(
                {"payload": statement["payload"], "signatures": own},
                joserfc.jwk.import_key({**content["sender"], "kid": key.thumbprint()}), algorithms=["ES256", "Ed25519"])
            return {"signed": key.thumbprint()}
        if "tags" in self.proof:
            sender = raw(self.proof["sender"])
            info = tag("container-tag") + sender
            for one in self.proof["tags"]:
                try:
                    assert open_sealed(raw(one), self.key, info, self.container, sender) == b""
                    return {"tagged": self.proof["sender"]}
                except InvalidTag:
                    continue
            raise AssertionError("no tag is for this key")
        return {}

    def bound(self):
        if "statement" in self.proof:
            return "sha-256:" + text(digest("container", raw(self.proof["statement"]["payload"])))
        return self.proof.get("sender")

    def opened(self, node):
        if "children" in node:
            return {**node, "children": [self.opened(child) for child in node["children"]]}
        if "item" in node:
            return node
        context = rfc8785.dumps({"container": self.named(), "part": node["digest"], "proof": self.bound()})
        for sealed in node["keys"] + self.released.get(node["digest"], []):
            if self.key is None:
                continue
            try:
                key = open_sealed(raw(sealed), self.key, tag("container-key") + context, unnamed(node["digest"]))
            except InvalidTag:
                continue
            box = raw(node["box"])
            framed = AESGCM(key).decrypt(box[:12], box[12:], tag("container-part") + context)
            length = int.from_bytes(framed[:4], "big")
            assert not any(framed[4 + length:])
            branch = json.loads(framed[4:4 + length])
            assert rfc8785.dumps(branch) == framed[4:4 + length]
            assert node_digest(branch) == unnamed(node["digest"])
            return self.opened(branch)
        self.closed += 1
        return node


def entries(node, path, demands):
    if "item" in node:
        return [{"attributes": effective(demands), "item": node["item"], "path": path}]
    if "children" not in node:
        return []
    inner = demands + [node["attributes"]]
    return [
        entry
        for child in node["children"]
        for entry in entries(child, "/".join(filter(None, [path, child.get("name")])), inner)
    ]


def read_package(case):
    package = Package(case["package"], case.get("key"), case.get("released"))
    return {
        "closed": package.closed, "digest": package.named(), "entries": entries(package.root, "", []),
        "sender": package.sender,
    }


def read_disclosure(case):
    shown = case["disclosure"]
    node = node_digest(shown["node"])
    for step in reversed(shown["steps"]):
        tree = climb(node, step["index"], step["children"], [unnamed(beside) for beside in step["beside"]])
        node = head(step["name"], step["attributes"], step["children"], tree)
    names = [step["name"] for step in shown["steps"][1:]] + ([shown["node"]["name"]] if shown["steps"] else [])
    container = digest("container-root", node, unnamed(shown["context"]))
    return {
        "digest": "sha-256:" + text(container),
        "entries": entries(shown["node"], "/".join(names), [step["attributes"] for step in shown["steps"]]),
    }


def main(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    wrong = 0
    for kind, read in {"packages": read_package, "disclosures": read_disclosure}.items():
        assert vectors[kind]
        for case in vectors[kind]:
            found = read(case)
            if found != case["expected"]:
                wrong += 1
                print(f"{kind} “{case['name']}”: {case['expected']} should be {found}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
