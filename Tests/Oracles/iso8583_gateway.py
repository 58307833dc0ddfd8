"""A gateway of its own: no line of Semper in it. Plays a business against an issuer's port with pyiso8583.

Input: JSON {"port", "key", "acquirer", "card", "expiry"}. Output: JSON list of [type of the answer, response code].
"""

import base64
import hashlib
import hmac
import json
import socket
import sys

import iso8583
from iso8583.specs import default_ascii as SPEC

options = json.load(sys.stdin)
key = bytes.fromhex(options["key"])
connection = socket.create_connection(("127.0.0.1", options["port"]))
connection.settimeout(300)
stream = connection.makefile("rb")
trace = 0
results = []


def seal(document):
    last = "128" if any(k.isdigit() and int(k) > 64 for k in document) else "64"
    raw, _ = iso8583.encode(document | {last: "0" * 16}, SPEC)
    body = bytes(raw[:-16])
    return body + hmac.new(key, body, hashlib.sha256).hexdigest()[:16].upper().encode()


def send(document):
    raw = seal(document)
    connection.sendall(len(raw).to_bytes(2, "big") + raw)
    reply = stream.read(int.from_bytes(stream.read(2), "big"))
    code = hmac.new(key, reply[:-16], hashlib.sha256).hexdigest()[:16].upper().encode()
    assert hmac.compare_digest(code, reply[-16:]), "the answer is not authentic"
    answer, _ = iso8583.decode(reply, SPEC)
    assert all(answer.get(k) == document.get(k) for k in ("7", "11", "32", "37")), "the answer is to another request"
    results.append([answer["t"], answer["39"]])
    return answer


def head(kind):
    global trace
    trace += 1
    return {"t": kind, "7": "0115080000", "11": f"{trace:06}", "32": options["acquirer"]}


def payment(kind, cents, processing="000000"):
    purpose = base64.urlsafe_b64encode(bytes(32)).rstrip(b"=").decode()
    return head(kind) | {
        "2": options["card"], "3": processing, "4": f"{cents:012}", "12": "080000", "13": "0115", "14": options["expiry"],
        "18": "5734", "22": "010", "25": "59", "37": "000000000007", "41": "SHOP1   ", "42": "MERCHANT1      ",
        "43": "A shop, Somewhere".ljust(40), "48": f"01{len(purpose):03}{purpose}", "49": "978"}


def original(document, kind):
    return kind + document["11"] + document["7"] + document["32"].rjust(11, "0") + "0" * 11


send(payment("0100", 100))  # before the sign-on
send(head("0800") | {"70": "001"})
held = payment("0100", 3000)
send(held)
send(held | {"t": "0101"})
done = payment("0220", 2500) | {"90": original(held, "0100")}
send(done)
bought = payment("0200", 700)
send(bought)
send(payment("0200", 500, "200000") | {"90": original(bought, "0200")})
send(payment("0200", 99_999_999))
undone = payment("0100", 1000)
send(undone)
send(head("0400") | {"49": "978", "90": original(undone, "0100"), "95": "0" * 42})
never = payment("0200", 1)
send(head("0400") | {"49": "978", "90": original(never, "0200"), "95": "0" * 42})
send(never)
totals = {"50": "978", "74": f"{1:010}", "86": f"{500:016}", "75": "0" * 10, "87": "0" * 16, "76": f"{2:010}",
          "88": f"{3200:016}", "77": "0" * 10, "89": "0" * 16}
send(head("0500") | totals | {"88": f"{3201:016}", "97": f"C{2701:016}"})
send(head("0500") | totals | {"97": f"C{2700:016}"})
print(json.dumps(results))
