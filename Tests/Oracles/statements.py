"""Statements by the JOSE libraries joserfc and jwcrypto.

Reads a list of tasks from standard input and answers with a list of the same length on standard output:
  {"do": "verify", "statement": {...} or "a.b.c", "keys": [JWK, ...]}
      -> {"joserfc": payload or null, "jwcrypto": payload or null}, where every key given must have signed
  {"do": "sign", "library": name, "payload": text, "typ": text, "keys": [private JWK, ...], "compact": bool}
      -> the statement in general JSON serialisation, or in compact form
"""

import base64
import json
import sys

import joserfc.jwk
import joserfc.jws
import jwcrypto.jwk
import jwcrypto.jws

ALGORITHMS = ["ES256", "Ed25519"]


def joserfc_verify(statement, keys):
    known = joserfc.jwk.KeySet([joserfc.jwk.import_key({**key, "kid": key["kid"]}) for key in keys])
    try:
        if isinstance(statement, str):
            return joserfc.jws.deserialize_compact(statement, known, algorithms=ALGORITHMS).payload.decode()
        return joserfc.jws.deserialize_json(statement, known, algorithms=ALGORITHMS).payload.decode()
    except Exception as error:
        print("joserfc:", repr(error), file=sys.stderr)
        return None


def jwcrypto_verify(statement, keys):
    text = statement if isinstance(statement, str) else json.dumps(statement)
    try:
        payload = None
        for key in keys:
            # jwcrypto is content when one signature verifies, so ask once for each key.
            one = jwcrypto.jws.JWS()
            one.deserialize(text)
            one.verify(jwcrypto.jwk.JWK(**key))
            payload = one.payload.decode()
        return payload
    except Exception as error:
        print("jwcrypto:", repr(error), file=sys.stderr)
        return None


def header(task, key):
    return {"alg": "ES256" if key["kty"] == "EC" else "Ed25519", "kid": key["kid"], "typ": task["typ"]}


def joserfc_sign(task):
    keys = sorted(task["keys"], key=lambda key: key["kid"])
    if task.get("compact"):
        key = joserfc.jwk.import_key(keys[0])
        return joserfc.jws.serialize_compact(header(task, keys[0]), task["payload"], key, algorithms=ALGORITHMS)
    known = joserfc.jwk.KeySet([joserfc.jwk.import_key(key) for key in keys])
    members = [{"protected": header(task, key)} for key in keys]
    return joserfc.jws.serialize_json(members, task["payload"], known, algorithms=ALGORITHMS)


def jwcrypto_sign(task):
    keys = sorted(task["keys"], key=lambda key: key["kid"])
    signer = jwcrypto.jws.JWS(task["payload"].encode())
    for key in keys:
        signer.add_signature(jwcrypto.jwk.JWK(**key), None, json.dumps(header(task, key)), None)
    if task.get("compact"):
        return signer.serialize(compact=True)
    flat = json.loads(signer.serialize())
    if "signatures" in flat:
        return flat
    return {"payload": flat.pop("payload"), "signatures": [flat]}


def answer(task):
    if task["do"] == "verify":
        return {
            "joserfc": joserfc_verify(task["statement"], task["keys"]),
            "jwcrypto": jwcrypto_verify(task["statement"], task["keys"]),
        }
    return {"joserfc": joserfc_sign, "jwcrypto": jwcrypto_sign}[task["library"]](task)


json.dump([answer(task) for task in json.load(sys.stdin)], sys.stdout)
