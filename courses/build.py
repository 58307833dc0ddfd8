#!/usr/bin/env python3
"""Builds the courses that the shop sells.

Writes OUT/<course id>/ with every file of the course and a course.json that gives each file's length in bytes
and its SHA-256. The same bytes come out on every run and every machine. Needs Python 3.11 and nothing else.
"""

import argparse
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True

from generator import catalogue, exchange, laboratory, signatures, telephone  # noqa: E402

HERE = Path(__file__).resolve().parent
MAKERS = {
    "digital-signatures": signatures.FILES,
    "fair-exchange": exchange.FILES,
    "signals-lab": laboratory.FILES,
    "telephone-voice": telephone.FILES,
}


def style_sheet() -> list[bytes]:
    """The style sheet that all courses share."""
    return [(HERE / "generator" / "style.css").read_bytes()]


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Builds the courses that the shop sells.",
        epilog="Without --course and --all, the small courses are built. "
               "Exit codes: 0 built, 1 a course or the disk is at fault, 2 the command line is wrong.")
    parser.add_argument("--out", metavar="DIR", type=Path, default=HERE.parent / "content",
                        help="where the course folders go (default: the folder `content` beside `courses`)")
    parser.add_argument("--course", metavar="ID", action="append", default=[],
                        help="build this course only; may be given more than once")
    parser.add_argument("--all", action="store_true", help="build the large course too")
    parser.add_argument("--list", action="store_true", help="print the ids of the courses and build nothing")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Builds what was asked for and returns the exit code."""
    options = parse(arguments)
    try:
        courses = catalogue.load_all(HERE)
        if options.list:
            for course in courses.values():
                print(course.id + (" (large)" if course.large else ""))
            return 0
        if unknown := [name for name in options.course if name not in courses]:
            print(f"build.py: no such course: {unknown[0]}; there are {', '.join(courses)}", file=sys.stderr)
            return 2
        chosen = [course for course in courses.values()
                  if options.all or (course.id in options.course if options.course else not course.large)]
        for course in chosen:
            started = time.monotonic()
            makers = {"style.css": style_sheet, **MAKERS.get(course.id, {})}
            report = (lambda line: print(line, file=sys.stderr, flush=True)) if course.large else lambda line: None
            size = catalogue.write(course, options.out, makers, report)
            print(f"{course.id}: {len(course.description['files'])} files, {size} bytes, "
                  f"{time.monotonic() - started:.1f} s")
    except (catalogue.CourseError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
