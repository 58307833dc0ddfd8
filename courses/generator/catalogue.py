"""Course descriptions: reading, checking, and writing a complete course folder."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "de", "el")
DESCRIPTION = "course.json"
Maker = Callable[[], Iterable[bytes]]


class CourseError(Exception):
    """A course that cannot be built, with a message that says what to mend."""


@dataclass(frozen=True)
class Course:
    """One course as described by its committed course.json."""

    folder: Path
    description: dict

    @property
    def id(self) -> str:
        return self.description["id"]

    @property
    def large(self) -> bool:
        return self.description.get("large", False)


def load(folder: Path) -> Course:
    """The course in a folder, or a CourseError that names the first fault."""
    path = folder / DESCRIPTION
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path}: missing") from None
    except (OSError, ValueError) as error:
        raise CourseError(f"{path}: cannot be read: {error}") from error
    fault = next(_faults(folder, description), None)
    if fault:
        raise CourseError(f"{path}: {fault}")
    return Course(folder, description)


def load_all(root: Path) -> dict[str, Course]:
    """Every course below a folder, by id, in alphabetical order."""
    found = (load(path.parent) for path in sorted(root.glob(f"*/{DESCRIPTION}")))
    return {course.id: course for course in found}


def _faults(folder: Path, description: object) -> Iterator[str]:
    if not isinstance(description, dict):
        yield "the top level must be an object"
        return
    known = {"id", "title", "summary", "price", "language", "large", "files"}
    if unknown := sorted(description.keys() - known):
        yield f"unknown field: {unknown[0]}"
    if missing := sorted(known - {"large"} - description.keys()):
        yield f"missing field: {missing[0]}"
        return
    if description["id"] != folder.name or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", folder.name):
        yield f"id must be the folder's name {folder.name!r}: small letters, digits and hyphens"
    for field in ("title", "summary"):
        texts = description[field]
        if not isinstance(texts, dict) or sorted(texts) != sorted(LANGUAGES) or not all(texts.values()):
            yield f"{field} needs a text for each of {', '.join(LANGUAGES)}"
    if not re.fullmatch(r"(0|[1-9][0-9]*)\.[0-9]{2}", str(description["price"])):
        yield 'price must be a string such as "12.00"'
    if description["language"] not in LANGUAGES:
        yield f"language must be one of {', '.join(LANGUAGES)}"
    yield from _file_faults(folder, description["files"])


def _file_faults(folder: Path, files: object) -> Iterator[str]:
    if not isinstance(files, list) or not files:
        yield "files must be a list with at least one entry"
        return
    seen = set()
    for entry in files:
        if not isinstance(entry, dict) or not {"path", "mediaType", "title"} <= entry.keys() <= {
                "path", "mediaType", "title", "generated"}:
            yield f"a file needs path, mediaType, title and at most generated: {entry}"
            return
        path = entry["path"]
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*(/[A-Za-z0-9][A-Za-z0-9.-]*)*", path) or path == DESCRIPTION:
            yield f"not a plain relative path: {path!r}"
        if path in seen:
            yield f"listed twice: {path}"
        seen.add(path)
        if not entry.get("generated") and not (folder / path).is_file():
            yield f"listed but not there: {path}"
    if files[0]["path"] != "index.html":
        yield "the first file must be index.html"
    committed = {entry["path"] for entry in files if not entry.get("generated")}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in committed and name != DESCRIPTION:
            yield f"there but not listed: {name}"


def write(course: Course, out: Path, makers: Mapping[str, Maker], progress: Callable[[str], None]) -> int:
    """Writes the complete course to out/<id> and returns its size in bytes.

    The folder is prepared under another name and put in its place at the end, so that a half-written course is
    never mistaken for a whole one.
    """
    files = course.description["files"]
    generated = {entry["path"] for entry in files if entry.get("generated")}
    if generated != makers.keys():
        odd = sorted(generated ^ makers.keys())[0]
        raise CourseError(f"{course.id}: course.json and the generator disagree about {odd}")
    target, draft = out / course.id, out / f".{course.id}.new"
    if target.exists() and not (target / DESCRIPTION).is_file():
        raise CourseError(f"{target} exists and is not a course; move it away or choose another --out")
    if draft.exists():
        shutil.rmtree(draft)
    entries = []
    for number, entry in enumerate(files, 1):
        progress(f"{course.id}: {number}/{len(files)} {entry['path']}")
        path = draft / entry["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        pieces = makers[entry["path"]]() if entry.get("generated") else [(course.folder / entry["path"]).read_bytes()]
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        entries.append({**entry, "bytes": size, "sha256": digest.hexdigest()})
    total = sum(entry["bytes"] for entry in entries)
    complete = {**course.description, "bytes": total, "files": entries}
    text = json.dumps(complete, ensure_ascii=False, indent=2) + "\n"
    (draft / DESCRIPTION).write_bytes(text.encode())
    if target.exists():
        shutil.rmtree(target)
    draft.rename(target)
    return total
