"""Reads and writes card messages with pyiso8583, by its own table of ISO 8583:1987 in ASCII.

Input: JSON lines. {"decode": "<message>"} gives {"t": type, "fields": {"2": …}}; {"encode": {"t": …, "fields": …}} gives
{"message": "<message>"}. {"random": [seed, count]} gives {"messages": [{"t", "fields", "message"} …]} with random fields.
"""

import json
import random
import sys

import iso8583
from iso8583.specs import default_ascii

TYPES = ["0100", "0101", "0110", "0200", "0201", "0210", "0220", "0221", "0230", "0400", "0401", "0410", "0500", "0501", "0510",
         "0800", "0801", "0810"]
DIGITS = "0123456789"
# Elements that hold more than digits, as the 1987 edition has them; elements 28 to 31 and 97 have a sign before the digits.
LETTERS = {37, 38, 39, 40, 49, 50, 51, 91, 92, 94, 95}
TEXT = {34, *range(41, 49), *range(54, 64), 98, *range(101, 128)}
SIGNED = {28, 29, 30, 31, 97}
BINARY = {52, 64, 96, 128}


def value(number, draw):
    spec = default_ascii[str(number)]
    length = spec["max_len"] if spec["len_type"] == 0 else draw.randint(1, min(spec["max_len"], 60))
    if number in SIGNED:
        return draw.choice("CD") + "".join(draw.choice(DIGITS) for _ in range(length - 1))
    if number in BINARY:
        letters = DIGITS + "ABCDEF"
    elif number in LETTERS:
        letters = DIGITS + "ABCXYZabcxyz"
    elif number in TEXT:
        letters = "".join(chr(code) for code in range(0x20, 0x7F))
    else:
        letters = DIGITS
    return "".join(draw.choice(letters) for _ in range(length))


def message(draw):
    numbers = [n for n in range(2, 129) if n != 65]
    chosen = draw.sample(numbers, draw.randint(1, 40))
    document = {"t": draw.choice(TYPES), **{str(n): value(n, draw) for n in chosen}}
    raw, _ = iso8583.encode(document, default_ascii)
    return {"t": document["t"], "fields": {str(n): document[str(n)] for n in chosen}, "message": raw.decode("ascii")}


def fields(document):
    return {key: text for key, text in document.items() if key not in ("h", "t", "p", "1")}


for line in sys.stdin:
    task = json.loads(line)
    if "decode" in task:
        document, _ = iso8583.decode(task["decode"].encode("ascii"), default_ascii)
        answer = {"t": document["t"], "fields": fields(document)}
    elif "encode" in task:
        raw, _ = iso8583.encode({"t": task["encode"]["t"], **task["encode"]["fields"]}, default_ascii)
        answer = {"message": raw.decode("ascii")}
    else:
        seed, count = task["random"]
        draw = random.Random(seed)
        answer = {"messages": [message(draw) for _ in range(count)]}
    print(json.dumps(answer))
