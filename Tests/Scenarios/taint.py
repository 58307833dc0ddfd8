#!/usr/bin/env python3
"""Searches what a process holds, in memory and in files, for the digits of a card or for the words of an order.

It knows nothing of this package: it reads memory and files as bytes (proc(5)), so free pages of a database, its write-ahead log and what a
process has given back and not overwritten are among them. What is sealed stays sealed.

usage: taint.py search QUESTION [PID < /proc/PID/mem]
       taint.py secret NUMBER PID < /proc/PID/mem    the secret of the card, beside its number in the memory of who has opened a payment
       taint.py relay PORT FOLDER                    listens at another port and keeps in FOLDER what goes both ways

QUESTION is JSON: {"card": {"number", "expiry", "secret"}, "known": [numbers], "words": [texts], "folders": [PATH]}. The answer is JSON: how
many "bytes" were read; what was "found" ("where", "what", "around"); in "constants" what stands where the program or a library is mapped, and
in that file too; and where no card was found the "chance" that one would have been which nobody has shown, by as many others of its range as
DECOYS.

The memory is read from standard input, because only whoever has started a process may open it everywhere (ptrace(2), Yama).
"""

import base64
import json
import os
import random
import re
import socket
import sys
import threading

PAGE = 4096
# Six digits are what merchants used to be given. So many in a row are searched for where nothing that is part of a number or a word stands
# beside them; so many alone are found by chance once in some ten thousand searches.
WINDOW = 6
# So many are searched for everywhere. In what a shop holds are some hundred different ones, most of them of few different digits.
CERTAIN = 8
# So many where spaces, dashes and the like divide them, and where two stand in one byte.
DIVIDED = 10
PACKED = 12
DECOYS = 10_000

DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0 for byte in range(256))
# OCTET STRING and the strings of ASN.1 whose content is text.
TAGS = (0x04, 0x0C, 0x12, 0x13, 0x14, 0x16, 0x1A)
WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def mappings(process):
    with open(f"/proc/{process}/maps") as file:
        for line in file:
            words = line.split(maxsplit=5)
            start, end = (int(part, 16) for part in words[0].split("-"))
            yield start, end, words[1], words[5].strip() if len(words) > 5 else ""


def memory(process, file):
    """What the process can have written: all but what it maps from files and only reads."""
    empty = bytes(PAGE)
    for start, end, rights, path in mappings(process):
        if rights[0] != "r" or (rights[1] != "w" and path.startswith("/")):
            continue
        pages, place = [], start
        while place < end:
            try:
                data = os.pread(file, min(end - place, 1 << 20), place)
            except OSError:
                break  # What the kernel alone may read, such as [vvar].
            if not data:
                break
            for page in (data[at:at + PAGE] for at in range(0, len(data), PAGE)):
                # Pages that were never touched are left out, and what stands beside them stays apart.
                if page != empty:
                    pages.append(page)
                elif pages and pages[-1] is not empty:
                    pages.append(empty)
            place += len(data)
        if pages:
            mapped = path if os.path.isfile(path) else None
            yield f"memory {start:x}-{end:x} {path}".rstrip(), b"".join(pages), mapped


def files(folder):
    paths = [folder] if os.path.isfile(folder) else [
        os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    for path in sorted(paths):
        if os.path.isfile(path) and not os.path.islink(path):
            with open(path, "rb") as file:
                yield path, file.read(), None


class Constants:
    """What stands in the program of a process and its libraries: what is found where they are mapped nobody has told the process."""

    def __init__(self):
        self.texts, self.answers = {}, {}

    def have(self, form, path):
        """Digits only where no other digit stands beside them."""
        if path not in self.texts:
            with open(path, "rb") as file:
                self.texts[path] = file.read()
        if (form, path) not in self.answers:
            self.answers[form, path] = self.stands(form, self.texts[path])
        return self.answers[form, path]

    @staticmethod
    def stands(form, text):
        place = text.find(form)
        while place >= 0:
            beside = text[max(0, place - 1):place] + text[place + len(form):place + len(form) + 1]
            if not form.isdigit() or not any(48 <= byte <= 57 for byte in beside):
                return True
            place = text.find(form, place + 1)
        return False


def base64s(data):
    """At each of three places and in both alphabets, only the characters that follow from the bytes alone."""
    found = set()
    for shift in range(3):
        text = base64.b64encode(bytes(shift) + data)
        part = text[shift + 1 if shift else 0:(shift + len(data)) * 8 // 6]
        found |= {part, part.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def windows(number, size):
    return [number[start:start + size] for start in range(len(number) - size + 1)]


def alone(data, start, end):
    """Whether no letter and no other digit stands beside it."""
    return not ((start and data[start - 1] in WORD) or (end < len(data) and data[end] in WORD))


def rows(data):
    """Where digits stand in a row, WINDOW or more."""
    flat, end = data.translate(DIGITS), 0
    while (start := flat.find(b"0" * WINDOW, end)) >= 0:
        end = flat.find(b"\x00", start)
        if end < 0:
            end = len(flat)
        yield start, end


def runs(data):
    """Digits in a row: the run, where it begins, and whether it stands alone. What ASN.1 counts stands alone whatever comes after it."""
    for start, end in rows(data):
        yield data[start:end], start, alone(data, start, end)
        if start > 1 and data[start - 2] in TAGS and WINDOW <= data[start - 1] < end - start:
            yield data[start:start + data[start - 1]], start, True
    # UTF-16: every second byte, and nothing between them.
    for first in range(2):
        half, other = data[first::2], data[1 - first::2]
        for start, end in rows(half):
            if not any(other[start:end - 1]) or not any(other[start + 1:end]):
                yield half[start:end], 2 * start + first, True


def taint(run, stands_alone, number, known=()):
    """The longest part of the card in a run: all of one that stands alone, or so many digits that nothing else explains them. None of six
    that stand in a number which the merchant is meant to have."""
    if stands_alone and run in number and not any(run in other for other in known):
        return run
    for size in range(min(len(number), len(run)), CERTAIN - 1, -1):
        for part in windows(number, size):
            if part in run and not any(part in other for other in known):
                return part
    return None


def encoded(number):
    """Parts of the number in forms that are not digits in a row."""
    forms = {}
    for part in windows(number, WINDOW):
        forms.update({form: f"{WINDOW} digits in base64" for form in base64s(part)})
        # Of digits alone, and so among them if it is longer.
        forms[part.hex().encode()] = f"{WINDOW} digits in hexadecimal"
    for size in range(WINDOW, len(number) + 1, 2):
        for part in windows(number, size):
            packed = bytes.fromhex(part.decode())
            forms[bytes([0x04, len(packed)]) + packed] = f"{size} digits, two in a byte"
    for part in windows(number, PACKED):
        packed = bytes.fromhex(part.decode())
        forms[packed] = f"{PACKED} digits, two in a byte"
        forms.update({form: f"{PACKED} digits, two in a byte, in base64" for form in base64s(packed)})
    whole = int(number)
    forms.update({whole.to_bytes(8, order): "the number as an integer" for order in ("big", "little")})
    return forms


def divided(number):
    """Parts of the number in groups, however they are divided, and the number with its middle hidden."""
    parts = [rb"[ ._/-]?".join(bytes([digit]) for digit in part) for part in windows(number, DIVIDED)]
    return {re.compile(b"|".join(parts)): f"{DIVIDED} digits, divided",
            re.compile(number[:WINDOW] + rb"[^0-9A-Za-z\x00-\x1F]{1,12}" + number[-4:]): "the number, its middle hidden"}


def months(expiry):
    """The end of a card where it stands alone, and in bytes whose length says that it does."""
    year, month = expiry[:4].encode(), expiry[4:].encode()
    packed = bytes.fromhex(expiry)
    text = b"|".join([year + month, year + b"-" + month + b"(?!-)", month + b"/" + year])
    return {re.compile(rb"(?<![0-9A-Za-z_/+-])(?:" + text + rb")(?![0-9A-Za-z_/+-])"): "the card's end",
            re.compile(re.escape(b"\x04\x03" + packed) + b"|" + re.escape(b"\x12\x06" + year + month)): "the card's end"}


def of_card(data, row, card, known):
    number = card["number"].encode()
    for run, place, stands_alone in row:
        part = taint(run, stands_alone, number, known)
        if part is not None:
            yield place, f"{len(part)} digits", run
    secret = bytes.fromhex(card.get("secret", ""))
    secrets = {secret, secret.hex().encode(), secret.hex().upper().encode(), *base64s(secret)} if secret else ()
    for form, what in [*encoded(number).items(), *((form, "the card's secret") for form in secrets)]:
        place = data.find(form)
        if place >= 0:
            yield place, what, form
    for form, what in [*divided(number).items(), *months(card["expiry"]).items()]:
        for match in form.finditer(data):
            yield match.start(), what, match.group()


def of_words(data, words):
    for text in words:
        forms = set()
        for spelt in {text, text.lower(), text.upper()}:
            plain = spelt.encode()
            forms |= {plain, plain.hex().encode(), plain.hex().upper().encode(), spelt.encode("utf-16-le"), spelt.encode("utf-16-be"),
                      *base64s(plain)}
        for form in sorted(forms):
            place = data.find(form)
            if place >= 0:
                yield place, text, form


def check_digit(digits):
    """By ISO/IEC 7812."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def chance(number, known, seen, constants):
    """How many of other cards of the range would have been found, if nobody had shown any.

    `seen` are the runs of digits: whether one ever stood alone, and from which files the places are mapped where it stood."""
    parts = {}
    for run in seen:
        for part in windows(run, CERTAIN):
            parts.setdefault(part, []).append(run)

    def found(part):
        runs = parts.get(part, []) if len(part) == CERTAIN else [part] if seen.get(part, (False,))[0] else []
        return not any(part in one for one in known) and any(
            not (path and constants.have(run, path)) for run in runs for path in seen[run][1])

    drawn, hit = random.Random(number), 0
    for _ in range(DECOYS):
        body = number[:WINDOW] + "".join(drawn.choices("0123456789", k=len(number) - WINDOW - 1))
        other = (body + check_digit(body)).encode()
        hit += any(found(part) for size in range(WINDOW, CERTAIN + 1) for part in windows(other, size))
    return hit / DECOYS


def search(question, process, file):
    card, words = question.get("card"), question.get("words", [])
    known = [number.encode() for number in question.get("known", [])]
    constants, read, found, ignored, seen = Constants(), 0, [], [], {}
    places = list(memory(process, file)) if process else []
    for folder in question.get("folders", []):
        places += files(folder)
    for name, data, mapped in places:
        read += len(data)
        row = list(runs(data)) if card else []
        for place, what, form in [*(of_card(data, row, card, known) if card else []), *of_words(data, words)]:
            around = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data[max(0, place - 24):place + 40])
            is_constant = mapped is not None and constants.have(form, mapped)
            (ignored if is_constant else found).append({"where": name, "what": what, "around": around})
        for run, _, stands_alone in row:
            ever, paths = seen.get(run, (False, set()))
            seen[run] = (ever or stands_alone, paths | {mapped})
    answer = {"bytes": read, "places": len(places), "found": found, "constants": ignored}
    if card and not found:
        answer["chance"] = chance(card["number"], known, seen, constants)
    return answer


def secret(number, process, file):
    """By the DER in which a payment has them: NumericString of the number, NumericString of the end, OCTET STRING of the secret."""
    number = number.encode()
    form = re.compile(b"\x12" + bytes([len(number)]) + number + rb"\x12\x06[0-9]{6}\x04\x20([\x00-\xff]{32})")
    for _, data, _ in memory(process, file):
        match = form.search(data)
        if match:
            return {"secret": match.group(1).hex()}
    return {}


def pump(source, target, path):
    with open(path, "wb", 0) as file:
        try:
            while data := source.recv(1 << 16):
                file.write(data)
                target.sendall(data)
        except OSError:
            pass  # One side has gone; so does the other.
    for end, how in ((target, socket.SHUT_WR), (source, socket.SHUT_RD)):
        try:
            end.shutdown(how)
        except OSError:
            pass


def relay(port, folder):
    os.makedirs(folder, exist_ok=True)
    listener = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    number = 0
    while True:
        caller, _ = listener.accept()
        try:
            called = socket.create_connection(("127.0.0.1", port))
        except OSError:
            caller.close()
            continue
        number += 1
        for source, target, name in ((caller, called, "asked"), (called, caller, "answered")):
            path = os.path.join(folder, f"{number}-{name}")
            threading.Thread(target=pump, args=(source, target, path), daemon=True).start()


def main():
    words = sys.argv[1:]
    if words[:1] == ["search"] and len(words) in (2, 3):
        answer = search(json.loads(words[1]), int(words[2]) if len(words) == 3 else None, sys.stdin.fileno())
    elif words[:1] == ["secret"] and len(words) == 3:
        answer = secret(words[1], int(words[2]), sys.stdin.fileno())
    elif words[:1] == ["relay"] and len(words) == 3:
        return relay(int(words[1]), words[2])
    else:
        sys.exit(__doc__)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
