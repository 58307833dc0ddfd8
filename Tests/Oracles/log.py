"""An arbiter's log by the text of RFC 9162 and the cryptography library, nothing of Semper.

Reads a list of tasks from standard input and answers with a list of true and false:
  {"do": "inclusion", "keys": [JWK, ...], "proof": InclusionProof, "statement": JWS}
      -> whether the checkpoint is signed by one of the keys and the statement stands under it (2.1.3.2)
  {"do": "consistency", "earlier": LogHead, "later": LogHead, "proof": ConsistencyProof}
      -> whether the later log begins with the earlier one (2.1.4.2)
  {"do": "root", "head": LogHead, "statements": [JWS, ...]}
      -> whether the head is that of these entries (2.1.1)
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def digest(text):
    assert text.startswith("sha-256:")
    return raw(text.removeprefix("sha-256:"))


def hashed(purpose, *parts):
    return hashlib.sha256(b"semper/" + purpose.encode() + b"/1\0" + b"".join(parts)).digest()


def leaf(statement):
    payload = raw(statement["payload"])
    kind = json.loads(payload)["kind"]
    return hashed("log-leaf", hashed(kind, payload))


def node(left, right):
    return hashed("log-node", left, right)


def thumbprint(key):
    members = {name: key[name] for name in ("crv", "kty", "x", "y")}
    text = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def is_signed(statement, keys):
    """By one of the keys, which the payload names as its signer."""
    payload = json.loads(raw(statement["payload"]))
    for signature in statement["signatures"]:
        for key in keys:
            public = ec.EllipticCurvePublicNumbers(
                int.from_bytes(raw(key["x"]), "big"), int.from_bytes(raw(key["y"]), "big"), ec.SECP256R1()
            ).public_key()
            value = raw(signature["signature"])
            pair = utils.encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
            try:
                public.verify(
                    pair, (signature["protected"] + "." + statement["payload"]).encode(), ec.ECDSA(SHA256()))
            except InvalidSignature:
                continue
            return payload["signers"] == [thumbprint(key)] and payload["log"] == thumbprint(key)
    return False


def inclusion(task):
    proof = task["proof"]
    if not is_signed(proof["checkpoint"], task["keys"]):
        return False
    head = json.loads(raw(proof["checkpoint"]["payload"]))["head"]
    index, last, value = proof["number"], head["size"] - 1, leaf(task["statement"])
    if index > last:
        return False
    for step in map(digest, proof["path"]):
        if last == 0:
            return False
        if index & 1 or index == last:
            value = node(step, value)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            value = node(value, step)
        index, last = index >> 1, last >> 1
    return last == 0 and value == digest(head["root"])


def consistency(task):
    first, second = task["earlier"], task["later"]
    if first["size"] == second["size"]:
        return first["root"] == second["root"] and not task["proof"]["path"]
    path = [digest(step) for step in task["proof"]["path"]]
    if first["size"] & (first["size"] - 1) == 0:
        path.insert(0, digest(first["root"]))
    if not path:
        return False
    one, other = first["size"] - 1, second["size"] - 1
    while one & 1:
        one, other = one >> 1, other >> 1
    old = new = path[0]
    for step in path[1:]:
        if other == 0:
            return False
        if one & 1 or one == other:
            old, new = node(step, old), node(step, new)
            while not one & 1 and one:
                one, other = one >> 1, other >> 1
        else:
            new = node(new, step)
        one, other = one >> 1, other >> 1
    return other == 0 and old == digest(first["root"]) and new == digest(second["root"])


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node(root(leaves[:left]), root(leaves[left:]))


def whole(task):
    leaves = [leaf(statement) for statement in task["statements"]]
    return task["head"]["size"] == len(leaves) and root(leaves) == digest(task["head"]["root"])


CHECKS = {"inclusion": inclusion, "consistency": consistency, "root": whole}
json.dump([CHECKS[task["do"]](task) for task in json.load(sys.stdin)], sys.stdout)
