#!/usr/bin/env python3
"""Explores all exchanges in a release build, then shows that the exploration notices faults.

Mutants/mutants.json lists small faults: an expression, which must occur exactly once in its context in its file, and what
stands there instead; or only an assumption that is broken. All of them are planted into one copy of the package, each as
a choice that is made at run time, and compiled once with SEMPER_MUTANTS. Each must be caught by the exploration of the
exchange that is named beside it. A build without the copy knows nothing of them.

usage: explore.py [SCRATCH] [--mutants-only] [--write-traces] [--fresh] [NAME-PART...]

--write-traces writes how each mutant that is tried shows to Mutants/traces.txt.

What has been finished is kept beside the build, under the digest of the executable that has found it: a run that was
interrupted goes on where it was, and tells and counts everything. --fresh forgets what these executables have found.
"""

import argparse
import concurrent.futures
import hashlib
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


# As the Makefile builds for release: with other flags everything would be built again.
RELEASE = ["--configuration", "release", "-Xswiftc", "-enable-testing", "--explicit-target-dependency-import-check", "error"]


def swift(*words):
    subprocess.run(["swift", "build", *RELEASE, "--product", "explore", *map(str, words)], check=True, cwd=ROOT)


def kept(binary, fresh):
    """The folder for what this executable finds out."""
    folder = binary.parents[1] / "explored" / hashlib.sha256(binary.read_bytes()).hexdigest()
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def replace(file, text):
    """Writes all or nothing."""
    part = file.with_name(file.name + ".part")
    part.write_text(text)
    part.replace(file)


def plant(mutants):
    """Brings the copy to what it has to be. A file that is so already stays as it is: then nothing is built again."""
    wanted = {file.relative_to(ROOT): file.read_bytes() for name in ("Package.swift", "Package.resolved")
              if (file := ROOT / name).exists()}
    for folder in ("Sources", "Faults", "Tests"):
        wanted |= {file.relative_to(ROOT): file.read_bytes() for file in (ROOT / folder).rglob("*")
                   if file.is_file() and "__pycache__" not in file.parts}
    wanted |= {pathlib.Path(name): text.encode() for name, text in planted(mutants).items()}
    if COPY.exists():
        for file in [file for file in COPY.rglob("*") if file.is_file() and file.relative_to(COPY) not in wanted]:
            file.unlink()
    for name, content in wanted.items():
        file = COPY / name
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def planted(mutants):
    """The files that the mutants are in, and that of their switch."""
    texts = {f"Sources/SemperModel/{SWITCH}.swift":
             f"public enum {SWITCH} {{ nonisolated(unsafe) public static var number = 0 }}\n"}
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
        texts[file] = text
    return texts


def explore(binary, folder, number, mutant):
    """Whether the mutant is caught, and what the exploration said. One that was caught is not tried again."""
    words = [binary, "mutant", str(number), *mutant["exchange"].split()]
    file = folder / f"{number}.json"
    if file.exists():
        known = json.loads(file.read_text())
        if known["exchange"] == mutant["exchange"]:
            return True, known["told"]
    try:
        run = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return False, f"nothing found in {PATIENCE} s"
    # A mutant that ends the process is not caught: the exploration has to say what is wrong.
    found = run.returncode == 0 and "VIOLATION" in run.stdout
    if found:
        replace(file, json.dumps({"exchange": mutant["exchange"], "told": run.stdout}))
    return found, run.stdout + ("" if found else run.stderr)


def catch(binary, mutants, wanted, fresh):
    """How many were caught, how many were tried, and how each of these showed."""
    folder = kept(binary, fresh)
    chosen = [(number, mutant) for number, mutant in enumerate(mutants, 1)
              if not wanted or any(part in mutant["name"] for part in wanted)]
    caught, traces = 0, {}
    pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
    try:
        told = pool.map(lambda pair: explore(binary, folder, *pair), chosen)
        for (number, mutant), (found, words) in zip(chosen, told):
            caught += found
            trace = f"mutant {number}, {mutant['name']}: " + ("caught" if found else "NOT CAUGHT") + "\n"
            trace += "".join(f"  {line}\n" for line in words.splitlines())
            print(trace, flush=True)
            traces[number] = trace
    finally:
        pool.shutdown(cancel_futures=True)
    return caught, len(chosen), traces


def write(traces, mutants):
    """Puts these traces into the list, which has one for each mutant in their order; of others it keeps the old one."""
    old = {}
    for trace in TRACES.read_text().split("\n\n"):
        title, _, story = trace.partition("\n")
        if story:
            old[title.split(", ", 1)[1].rsplit(": ", 1)[0]] = (title.rsplit(": ", 1)[1], story.rstrip("\n"))
    told = []
    for number, mutant in enumerate(mutants, 1):
        if number in traces:
            told.append(traces[number] + "\n")
        elif mutant["name"] in old:
            said, story = old[mutant["name"]]
            told.append(f"mutant {number}, {mutant['name']}: {said}\n{story}\n\n")
    replace(TRACES, "".join(told))


def main():
    parser = argparse.ArgumentParser(description="Explores all exchanges, then catches planted faults.")
    parser.add_argument("scratch", nargs="?", default=".build")
    parser.add_argument("names", nargs="*", metavar="NAME-PART")
    parser.add_argument("--mutants-only", action="store_true")
    parser.add_argument("--write-traces", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    asked = parser.parse_intermixed_args()
    mutants = json.loads((ROOT / "Tests/ExchangeExplorer/Mutants/mutants.json").read_text())
    summary = "states 0, class pairs 0, violations 0"
    if not asked.mutants_only:
        scratch = ROOT / asked.scratch
        swift("--scratch-path", scratch)
        binary = scratch / "release" / "explore"
        if SWITCH.encode() in binary.read_bytes():
            sys.exit(f"{binary} contains the mutants’ switch")
        with subprocess.Popen([binary, "--kept", kept(binary, asked.fresh)], stdout=subprocess.PIPE, text=True) as run:
            try:
                for line in run.stdout:
                    if line.startswith("states "):
                        summary = line.strip()
                    else:
                        print(line, end="", flush=True)
            except KeyboardInterrupt:
                run.terminate()
                raise
        if run.returncode != 0:
            sys.exit("the exploration has failed")
    plant(mutants)
    build = COPY.parent / "build"
    swift("--package-path", COPY, "--scratch-path", build, "-Xswiftc", "-DSEMPER_MUTANTS")
    caught, tried, traces = catch(build / "release" / "explore", mutants, asked.names, asked.fresh)
    if asked.write_traces:
        write(traces, mutants)
    print(f"{summary}, mutants caught {caught} of {tried}")
    sys.exit(0 if caught == tried and summary.endswith("violations 0") else 1)


try:
    main()
except KeyboardInterrupt:
    sys.exit("interrupted: what is finished is kept, and the next run goes on from there")
