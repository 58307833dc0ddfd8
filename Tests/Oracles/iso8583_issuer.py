"""An issuer of its own: no line of Semper in it. Speaks ISO 8583 with pyiso8583 over TCP, with two length bytes and HMAC codes.

Prints its port, then one JSON line for each message. Argument: JSON {"key": hex, "balances": {number: cents}, "drop": [n …],
"mute": [n …]}: the messages of these numbers (sign-ons not counted) are not seen, or are carried out and not answered.
"""

import hashlib
import hmac
import json
import socket
import sys

import iso8583
from iso8583.specs import default_ascii as SPEC

options = json.loads(sys.argv[1])
key = bytes.fromhex(options["key"])
balances = dict(options["balances"])
answers, holds, taken, given, never = {}, {}, {}, {}, set()
totals = {"debits": [0, 0], "credits": [0, 0]}


def seal(document):
    document.pop("64", None)
    document.pop("128", None)
    last = "128" if any(k.isdigit() and int(k) > 64 for k in document) else "64"
    document[last] = "0" * 16
    raw, _ = iso8583.encode(document, SPEC)
    body = bytes(raw[:-16])
    return body + hmac.new(key, body, hashlib.sha256).hexdigest()[:16].upper().encode()


def unseal(raw):
    code = hmac.new(key, raw[:-16], hashlib.sha256).hexdigest()[:16].upper().encode()
    if not hmac.compare_digest(code, raw[-16:]):
        raise ValueError("not authentic")
    document, _ = iso8583.decode(raw, SPEC)
    return document


def name(document):
    return document["t"][:3] + document["32"] + document["7"] + document["11"]


def cited(document):
    original = document["90"]
    return original[:3] + original[20:31].lstrip("0") + original[10:20] + original[4:10]


def decide(document):
    kind = document["t"][:2]
    amount = int(document.get("4", "0"))
    card = document.get("2")
    if kind == "08":
        return "00"
    if kind in ("01", "02") and document["t"][2] == "0" and document["3"] == "000000":
        if name(document) in never:
            return "94"
        if balances.get(card, -1) < 0:
            return "14"
        if balances[card] < amount:
            return "51"
        balances[card] -= amount
        if kind == "01":
            holds[name(document)] = [card, amount]
        else:
            taken[name(document)] = [card, amount]
            totals["debits"][0] += 1
            totals["debits"][1] += amount
        return "00"
    if document["t"][:3] == "020" and document["3"] == "200000":
        if name(document) in never:
            return "94"
        # A credit cites what took the money, which may have been a completion.
        original = next((c + cited(document)[3:] for c in ("020", "022") if c + cited(document)[3:] in taken), None)
        if original is None:
            return "25"
        holder, left = taken[original]
        if holder != card:
            return "14"
        if amount > left:
            return "13"
        taken[original][1] -= amount
        balances[holder] += amount
        given[name(document)] = [original, amount]
        totals["credits"][0] += 1
        totals["credits"][1] += amount
        return "00"
    if document["t"][:3] == "022":
        if cited(document) not in holds:
            return "25"
        holder, held = holds.pop(cited(document))
        balances[holder] += held - amount
        taken[name(document)] = [holder, amount]
        totals["debits"][0] += 1
        totals["debits"][1] += amount
        return "00"
    if kind == "04":
        original = cited(document)
        kept = int(document["95"][:12])
        if original in holds:
            holder, held = holds[original]
            if kept >= held:
                return "13"
            balances[holder] += held - kept
            holds[original][1] = kept
            if kept == 0:
                del holds[original]
        elif kept != 0:
            return "13"
        elif original in given:
            purchase, amount = given.pop(original)
            taken[purchase][1] += amount
            balances[taken[purchase][0]] -= amount
            totals["credits"][0] -= 1
            totals["credits"][1] -= amount
        elif original in taken:
            holder, held = taken.pop(original)
            balances[holder] += held
            totals["debits"][0] -= 1
            totals["debits"][1] -= held
        else:
            never.add(original)
        return "00"
    if kind == "05":
        return None
    return "12"


def answer(document):
    reply = {"t": document["t"][:2] + str(int(document["t"][2]) + 1) + "0"}
    for element in ("7", "11", "32", "37", "70"):
        if element in document:
            reply[element] = document[element]
    known = answers.get(name(document))
    if known is not None:
        return dict(known)
    code = decide(document)
    if code is None:
        (debits, debited), (credits, credited) = totals["debits"], totals["credits"]
        zero = {k: "0" * 10 for k in ("75", "77")} | {k: "0" * 16 for k in ("87", "89")}
        counts = {"74": f"{credits:010}", "86": f"{credited:016}", "76": f"{debits:010}", "88": f"{debited:016}"}
        net = debited - credited
        own = zero | counts | {"50": "978", "97": f"{'D' if net < 0 else 'C'}{abs(net):016}"}
        equal = all(document[k] == own[k] for k in own)
        reply |= own | {"39": "00" if equal else "95", "66": "1" if equal else "2"}
        if equal:
            totals["debits"], totals["credits"] = [0, 0], [0, 0]
    else:
        reply["39"] = code
        if code == "00" and document["t"][:2] in ("01", "02"):
            reply["38"] = "A1B2C3"
    answers[name(document)] = dict(reply)
    return reply


server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
number = 0
while True:
    connection, _ = server.accept()
    stream = connection.makefile("rb")
    try:
        while header := stream.read(2):
            document = unseal(stream.read(int.from_bytes(header, "big")))
            counted = document["t"][:2] != "08"
            mine = number if counted else None
            number += 1 if counted else 0
            if mine in options.get("drop", []):
                continue
            reply = seal(answer(document))
            print(json.dumps({"type": document["t"], "balances": balances}), flush=True)
            if mine in options.get("mute", []):
                continue
            connection.sendall(len(reply).to_bytes(2, "big") + reply)
    except (ValueError, KeyError, iso8583.DecodeError) as error:
        print(json.dumps({"error": str(error)}), flush=True)
    connection.close()
