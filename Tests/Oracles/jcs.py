"""RFC 8785 by the package rfc8785. Reads {"values": [JSON text, ...], "draw": n} and answers on standard output with
{"canonical": [text, ...], "drawn": [[loose text, canonical text], ...]}."""

import json
import random
import struct
import sys

import rfc8785

WIDEST = 2**53 - 1


def load(text):
    # Wider integers are doubles to every JavaScript reader, and so in RFC 8785.
    return json.loads(text, parse_int=lambda s: int(s) if abs(int(s)) <= WIDEST else float(s))


def number(source):
    while True:
        value = struct.unpack(">d", source.randbytes(8))[0]
        if value == value and abs(value) != float("inf"):
            return value


def text(source):
    planes = [(0x20, 0x7E), (0, 0x1F), (0x80, 0x7FF), (0xE000, 0xFFFD), (0x10000, 0x1FFFF)]
    return "".join(chr(source.randint(*source.choice(planes))) for _ in range(source.randint(0, 6)))


def draw(source, depth=0):
    kind = source.randint(0, 7 if depth < 5 else 4)
    if kind == 0:
        return source.choice([None, True, False])
    if kind == 1:
        return source.randint(-WIDEST, WIDEST)
    if kind == 2:
        return number(source)
    if kind <= 4:
        return text(source)
    if kind == 5:
        return [draw(source, depth + 1) for _ in range(source.randint(0, 5))]
    return {text(source): draw(source, depth + 1) for _ in range(source.randint(0, 5))}


def main():
    question = json.load(sys.stdin)
    source = random.Random(8785)
    values = [draw(source) for _ in range(question["draw"])]
    answer = {
        "canonical": [rfc8785.dumps(load(text)).decode() for text in question["values"]],
        "drawn": [
            [json.dumps(value, ensure_ascii=source.random() < 0.5, indent=source.choice([None, 2])), rfc8785.dumps(value).decode()]
            for value in values
        ],
    }
    json.dump(answer, sys.stdout)


main()
