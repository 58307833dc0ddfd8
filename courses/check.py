#!/usr/bin/env python3
"""Checks courses that build.py has written: lengths, hashes, well-formedness, links, sound and picture files.

    python3 courses/check.py DIR        every course below DIR
"""

import hashlib
import json
import re
import struct
import sys
import wave
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def digest_and_size(path: Path) -> tuple[str, int]:
    """The SHA-256 and the length of a file, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def page_faults(path: Path, known: set[Path]) -> Iterator[str]:
    """Faults of an HTML page: not well-formed, no title, a dead link, a picture without a description."""
    tree = ElementTree.parse(path).getroot()
    if tree.find(f"{XHTML}head/{XHTML}title") is None or not tree.get("lang"):
        yield "no title or no language"
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    for element in tree.iter():
        if element.tag == f"{XHTML}img" and not element.get("alt"):
            yield f"picture without alt text: {element.get('src')}"
        target = element.get("href") or element.get("src")
        if target and not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            where = (path.parent / file).resolve() if file else path.resolve()
            if where not in known:
                yield f"dead link: {target}"
            elif anchor and where == path.resolve() and anchor not in ids:
                yield f"dead link: {target}"
            elif anchor and f'id="{anchor}"' not in where.read_text(encoding="utf-8"):
                yield f"dead link: {target}"


def drawing_faults(path: Path) -> Iterator[str]:
    """Faults of an SVG drawing: not well-formed, no title or description, no size."""
    tree = ElementTree.parse(path).getroot()
    for name in ("title", "desc"):
        if not (tree.findtext(SVG + name) or "").strip():
            yield f"no {name}"
    if not tree.get("viewBox"):
        yield "no viewBox"


def sound_faults(path: Path) -> Iterator[str]:
    """Faults of a WAV file: a header that the wave module refuses or that does not fit the length."""
    with wave.open(str(path)) as file:
        size = 44 + file.getnframes() * file.getnchannels() * file.getsampwidth()
    if size != path.stat().st_size:
        yield f"the header promises {size} bytes, there are {path.stat().st_size}"


def picture_faults(path: Path) -> Iterator[str]:
    """Faults of a PNG file: a wrong check sum, or rows that do not fit the size."""
    data, position, pixels, shape = path.read_bytes(), 8, b"", (0, 0)
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8:position + 8 + length]
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, position + 8 + length)[0]:
            yield f"wrong check sum in {kind.decode()}"
        if kind == b"IHDR":
            shape = struct.unpack_from(">II", body)
        elif kind == b"IDAT":
            pixels += body
        position += 12 + length
    if len(zlib.decompress(pixels)) != (shape[0] + 1) * shape[1]:
        yield "rows do not fit the size"


def film_faults(path: Path) -> Iterator[str]:
    """Faults of a YUV4MPEG2 file: a length that is not a whole number of frames."""
    with path.open("rb") as file:
        header = file.readline().decode("ascii")
    fields = {part[0]: part[1:] for part in header.split()[1:]}
    frame = len("FRAME\n") + int(fields["W"]) * int(fields["H"]) * 3 // 2
    if not header.startswith("YUV4MPEG2 ") or (path.stat().st_size - len(header)) % frame:
        yield "not a whole number of frames"


def course_faults(folder: Path) -> Iterator[str]:
    """All faults of one built course, each with the path it concerns."""
    description = json.loads((folder / "course.json").read_text(encoding="utf-8"))
    known = {(folder / entry["path"]).resolve() for entry in description["files"]}
    for entry in description["files"]:
        path = folder / entry["path"]
        if digest_and_size(path) != (entry["sha256"], entry["bytes"]):
            yield f"{path}: does not fit course.json"
        check = {"text/html": lambda p: page_faults(p, known), "image/svg+xml": drawing_faults, "audio/wav": sound_faults,
                 "image/png": picture_faults, "video/x-yuv4mpeg": film_faults}.get(entry["mediaType"])
        if check:
            try:
                yield from (f"{path}: {fault}" for fault in check(path))
            except (ElementTree.ParseError, wave.Error, zlib.error, struct.error, KeyError, ValueError) as error:
                yield f"{path}: {error}"
    if sum(entry["bytes"] for entry in description["files"]) != description["bytes"]:
        yield f"{folder}: the sum of the lengths is wrong"


def main(arguments: list[str]) -> int:
    """Prints the faults; 0 if there are none, 1 if there are some, 2 if the command line is wrong."""
    if len(arguments) != 1 or not (folders := sorted(Path(arguments[0]).glob("*/course.json"))):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    count = 0
    for path in folders:
        for fault in course_faults(path.parent):
            print(fault)
            count += 1
    print(f"{len(folders)} courses checked, {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
