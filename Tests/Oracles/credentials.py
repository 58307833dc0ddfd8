"""SD-JWTs by the reference implementation of the specification, sd-jwt.

Reads one task from standard input and answers on standard output:
  {"do": "verify", "token": text, "issuer": JWK, "aud": text, "nonce": text}
      -> the payload with the claims that are shown, or null where it refuses; without "aud" the holder has shown it to nobody
  {"do": "issue", "claims": object, "issuer": private JWK, "holder": JWK, "typ": text}
      -> an SD-JWT in which every claim below "hidden" can be shown or kept back
  {"do": "show", "token": text, "reveal": object, "holder": private JWK, "aud": text, "nonce": text}
      -> the SD-JWT as its holder shows it
"""

import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier


def key(jwk):
    return JWK.from_json(json.dumps(jwk))


def hidden(value):
    if isinstance(value, dict):
        return {SDObj(name): hidden(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [SDObj(hidden(inner)) for inner in value]
    return value


def verify(task):
    try:
        verifier = SDJWTVerifier(task["token"], lambda *_: key(task["issuer"]), task.get("aud"), task.get("nonce"))
        return verifier.get_verified_payload()
    except Exception as error:
        print("sd-jwt:", repr(error), file=sys.stderr)
        return None


def issue(task):
    claims = dict(task["claims"])
    claims.update(hidden(claims.pop("hidden")))
    issuer = SDJWTIssuer(
        claims, key(task["issuer"]), key(task["holder"]), add_decoy_claims=True,
        extra_header_parameters={"typ": task["typ"], "jwk": JWK(**task["issuer"]).export_public(as_dict=True)})
    return issuer.sd_jwt_issuance


def show(task):
    holder = SDJWTHolder(task["token"])
    holder.create_presentation(task["reveal"], task["nonce"], task["aud"], key(task["holder"]))
    return holder.sd_jwt_presentation


task = json.load(sys.stdin)
json.dump({"verify": verify, "issue": issue, "show": show}[task["do"]](task), sys.stdout)
