#!/usr/bin/env python3
"""Explores all exchanges in a release build, then shows that the exploration notices faults.

Mutants/mutants.json lists small faults: an expression, which must occur exactly once in its context in its file, and what
stands there instead; or only an assumption that is broken. All of them are planted into one copy of the package, each as
a choice that is made at run time, and compiled once with SEMPER_MUTANTS. Each must be caught by the exploration of the
exchange that is named beside it. A build without the copy knows nothing of them.

usage: explore.py [SCRATCH] [--mutants-only] [--write-traces] [NAME-PART...]

--write-traces writes how each mutant shows to Mutants/traces.txt.
"""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build-mutants" / "package"
TRACES = ROOT / "Tests/ExchangeExplorer/Mutants/traces.txt"
SWITCH = "PlantedMutant"
# Seconds for one mutant.
PATIENCE = 600


def swift(*words):
    subprocess.run(["swift", "build", "-c", "release", "--product", "explore", *map(str, words)], check=True, cwd=ROOT)


def plant(mutants):
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    shutil.copy(ROOT / "Package.swift", COPY)
    if (ROOT / "Package.resolved").exists():
        shutil.copy(ROOT / "Package.resolved", COPY)
    for folder in ("Sources", "Faults", "Tests"):
        shutil.copytree(ROOT / folder, COPY / folder)
    (COPY / "Sources/SemperModel" / f"{SWITCH}.swift").write_text(
        f"public enum {SWITCH} {{ nonisolated(unsafe) public static var number = 0 }}\n")
    places = {}
    for number, mutant in enumerate(mutants, 1):
        if "file" not in mutant:
            continue
        text = (ROOT / mutant["file"]).read_text()
        context = mutant.get("context", mutant["original"])
        for what, where in ((context, text), (mutant["original"], context)):
            if where.count(what) != 1:
                sys.exit(f"“{mutant['name']}”: its snippet occurs {where.count(what)} times in {mutant['file']}")
        start = text.index(context) + context.index(mutant["original"])
        span = (start, start + len(mutant["original"]))
        places.setdefault(mutant["file"], {}).setdefault(span, []).append((number, mutant["mutated"]))
    for file, spans in places.items():
        text = (ROOT / file).read_text()
        ordered = sorted(spans)
        for before, after in zip(ordered, ordered[1:]):
            if before[1] > after[0]:
                sys.exit(f"two mutants overlap in {file}")
        for span in reversed(ordered):
            planted = text[span[0]:span[1]]
            for number, mutated in spans[span]:
                planted = f"({SWITCH}.number == {number} ? ({mutated}) : ({planted}))"
            text = text[:span[0]] + planted + text[span[1]:]
        if "import SemperModel\n" not in text:
            text = "import SemperModel\n" + text
        (COPY / file).write_text(text)


def explore(binary, number, mutant):
    """Whether the mutant is caught, and what the exploration said."""
    words = [binary, "mutant", str(number), *mutant["exchange"].split()]
    try:
        run = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return False, f"nothing found in {PATIENCE} s"
    # A mutant that ends the process is not caught: the exploration has to say what is wrong.
    found = run.returncode == 0 and "VIOLATION" in run.stdout
    return found, run.stdout + ("" if found else run.stderr)


def catch(binary, mutants, wanted, traces):
    chosen = [(number, mutant) for number, mutant in enumerate(mutants, 1)
              if not wanted or any(part in mutant["name"] for part in wanted)]
    caught = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        told = pool.map(lambda pair: explore(binary, *pair), chosen)
        for (number, mutant), (found, words) in zip(chosen, told):
            caught += found
            trace = f"mutant {number}, {mutant['name']}: " + ("caught" if found else "NOT CAUGHT") + "\n"
            trace += "".join(f"  {line}\n" for line in words.splitlines())
            print(trace, flush=True)
            if traces:
                traces.write(trace + "\n")
    return caught, len(chosen)


def main():
    words = sys.argv[1:]
    only, write = ("--mutants-only" in words, "--write-traces" in words)
    words = [word for word in words if word not in ("--mutants-only", "--write-traces")]
    scratch = ROOT / (words[0] if words else ".build")
    mutants = json.loads((ROOT / "Tests/ExchangeExplorer/Mutants/mutants.json").read_text())
    summary = "states 0, class pairs 0, violations 0"
    if not only:
        swift("--scratch-path", scratch)
        binary = scratch / "release" / "explore"
        if SWITCH.encode() in binary.read_bytes():
            sys.exit(f"{binary} contains the mutants’ switch")
        with subprocess.Popen([binary], stdout=subprocess.PIPE, text=True) as run:
            for line in run.stdout:
                if line.startswith("states "):
                    summary = line.strip()
                else:
                    print(line, end="", flush=True)
        if run.returncode != 0:
            sys.exit("the exploration has failed")
    plant(mutants)
    build = COPY.parent / "build"
    swift("--package-path", COPY, "--scratch-path", build, "-Xswiftc", "-DSEMPER_MUTANTS")
    with (TRACES.open("w") if write and not words[1:] else contextlib.nullcontext()) as traces:
        caught, tried = catch(build / "release" / "explore", mutants, words[1:], traces)
    print(f"{summary}, mutants caught {caught} of {tried}")
    sys.exit(0 if caught == tried and summary.endswith("violations 0") else 1)


main()
