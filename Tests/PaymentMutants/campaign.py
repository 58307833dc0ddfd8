#!/usr/bin/env python3
"""Shows that each check of the payment systems is needed: takes them away one by one, and a test has to notice.

All conditions by which SET, the mint and the chip card refuse something are found in the code (refusals.py), so that none can be
forgotten. Each is planted into one copy of the package as a choice that is made at run time, and compiled once. Then every
test runs once and notes which conditions have refused something in it; only those tests can notice that one is missing. For each
condition they run without it, the quickest first, until one fails. What can be taken away for a reason stands in campaign.json.

usage: campaign.py [--check | --list | --again] [PART-OF-FILE-OR-CONDITION...]

--check only looks whether the list of reasons and the list of files fit the code. --again takes the build that is there and
goes on where the last run was interrupted. Another build begins anew, each condition with the test that noticed it last time.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

import refusals

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build-mutants" / "payments"
SWITCH = "PlantedMutant"
# Seconds for one test: at least so many, and so many times what it takes when nothing is missing.
PATIENCE, TIMES = 60, 20
WORDS = """import Glibc

/// Which condition is missing, and which have refused something.
public enum PlantedMutant {
  private static let missing = getenv("SEMPER_MUTANT").flatMap { Int(String(cString: $0)) } ?? 0
  private static let notes = getenv("SEMPER_REFUSALS").map { open($0, O_WRONLY | O_APPEND | O_CREAT, 0o600) } ?? -1
  nonisolated(unsafe) private static var noted = [Bool](repeating: false, count: 10_000)

  private static func note(_ number: Int) {
    guard notes >= 0, !noted[number] else { return }
    noted[number] = true
    let line = Array("\\(number)\\n".utf8)
    _ = write(notes, line, line.count)
  }

  public static func holds(_ number: Int, _ condition: Bool) -> Bool {
    if !condition { note(number) }
    return condition || missing == number
  }

  public static func fails(_ number: Int, _ condition: Bool) -> Bool {
    if condition { note(number) }
    return condition && missing != number
  }

  public static func keeps(_ number: Int) -> Bool {
    note(number)
    return missing != number
  }
}
"""
# Nothing else of the package is needed.
TRIM = """
package.products = []
package.targets.removeAll { target in
  (target.type == .test && !%s.contains(target.name))
    || ["semper", "SemperProxy", "SemperHostile", "SemperFall", "SemperServers", "SemperWallet", "Conserve", "Explore",
      "ExchangeExplorer", "SemperCommunicationHTTP"].contains(target.name)
}
"""


def campaign():
    return json.loads((ROOT / "Tests/PaymentMutants/campaign.json").read_text())


def found(plan):
    """All refusals, numbered from 1, each with the tests that ought to notice."""
    numbered = []
    for area in plan["areas"].values():
        for pattern in area["files"]:
            files = sorted(ROOT.glob(pattern))
            if not files:
                sys.exit(f"there is no {pattern} any more; correct campaign.json")
            for file in files:
                name = str(file.relative_to(ROOT))
                for refusal in refusals.find(file.read_text(), name, plan["calls"]):
                    numbered.append((len(numbered) + 1, refusal, area["tests"]))
    return numbered


def suites(plan):
    """The names of all suites, as filters."""
    for target in plan["suites"]:
        for file in sorted((ROOT / "Tests" / target).glob("*.swift")):
            for name in re.findall(r"@Suite[^\n]*?struct (\w+)", file.read_text()):
                if f"{target}.{name}" not in plan["skip"]:
                    yield f"{target}.{name}"


def exempt(plan, numbered):
    """The numbers of the conditions that nobody can notice, or what is wrong with their list."""
    numbers, wrong = {}, []
    for entry in plan["exempt"]:
        fits = [number for number, refusal, _ in numbered
                if refusal.file == entry["file"] and refusal.words == entry["condition"]]
        if len(fits) != entry.get("times", 1) or not entry.get("reason"):
            wrong.append(f"“{entry['condition']}” is {len(fits)} times in {entry['file']}, or has no reason")
        numbers.update((number, entry["reason"]) for number in fits)
    known = set(suites({**plan, "skip": {}}))
    wrong += [f"there is no suite {name}" for name in plan["skip"] if name not in known]
    return numbers, wrong


def write(file, text):
    """Leaves a file alone that says so already, so that only what has changed is compiled again."""
    if not file.exists() or file.read_text() != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def plant(plan, numbered, copy):
    folders = ("Sources", "Faults", "Tests", "services", "docs/registries")
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*")) if file.is_file()]
    for folder in folders:
        for old in (copy / folder).rglob("*"):
            if old.is_file() and not (ROOT / old.relative_to(copy)).exists() and old.stem != SWITCH:
                old.unlink()
    planted = {refusal.file for _, refusal, _ in numbered}
    for file in files + [ROOT / "Package.resolved"]:
        name = str(file.relative_to(ROOT))
        to = copy / name
        if name in planted:
            text = refusals.planted(
                file.read_text(), [(number, each) for number, each, _ in numbered if each.file == name], SWITCH)
            if not re.search(r"^(public |package )?import SemperModel$", text, re.MULTILINE):
                text = "import SemperModel\n" + text
            write(to, text)
        elif not to.exists() or to.read_bytes() != file.read_bytes():
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, to)
    oracles = copy / ".venv-oracles"
    if not oracles.exists() and (ROOT / ".venv-oracles").exists():
        oracles.symlink_to(ROOT / ".venv-oracles")
    names = "[" + ", ".join(f'"{name}"' for name in plan["suites"]) + "]"
    write(copy / "Package.swift", (ROOT / "Package.swift").read_text() + TRIM % names)
    write(copy / "Sources/SemperModel" / f"{SWITCH}.swift", WORDS)


class Memory:
    """What runs have found, in a file of the scratch folder: what was found with another build is only a hint."""

    def __init__(self, file, binary):
        self.file, self.lock = file, threading.Lock()
        old = json.loads(file.read_text()) if file.exists() else {}
        build = f"{binary.stat().st_mtime_ns} {binary.stat().st_size}"
        same, told = old.get("build") == build, old.get("told", {})
        self.found = {
            "build": build, "hints": {**old.get("hints", {}), **{name: test for name, test in told.items() if test}},
            "seconds": old["seconds"] if same else {}, "reached": old["reached"] if same else {},
            "told": told if same else {},
        }

    def keep(self, kind, name, value):
        with self.lock:
            self.found[kind][name] = value
            new = self.file.with_suffix(".new")
            new.write_text(json.dumps(self.found, indent=0))
            new.replace(self.file)


def tests(binary, plan, targets):
    """All tests of these targets, but for those that are left out."""
    words = [binary, "--testing-library", "swift-testing", "--list-tests"]
    listed = subprocess.run(words, capture_output=True, text=True, check=True, cwd=binary.parents[2]).stdout
    for line in listed.splitlines():
        suite, _, name = line.partition("/")
        if name and suite.partition(".")[0] in targets and suite not in plan["skip"]:
            yield f"{suite}/{name.partition('(')[0]}"


def run(binary, test, patience, **more):
    """Whether a test passes; a process that ends otherwise has noticed something, one that does not end has not."""
    # A trap ends the process at once, without reading the symbols of the whole package first.
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **{name: str(value) for name, value in more.items()}}
    words = [binary, "--testing-library", "swift-testing", "--filter", f"^{re.escape(test)}\\("]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=patience, env=environment, cwd=binary.parents[2])
    except subprocess.TimeoutExpired:
        return True, "has not ended"
    return done.returncode == 0, done.stdout + done.stderr


def survey(pool, binary, names, memory, scratch):
    """Which conditions refuse something in which test, and how long each test takes."""

    def look(name):
        notes = scratch / f"refusals-{threading.get_ident()}.txt"
        notes.unlink(missing_ok=True)
        start = time.monotonic()
        passes, words = run(binary, name, 900, SEMPER_REFUSALS=notes)
        if passes and words != "has not ended":
            memory.keep("reached", name, sorted(map(int, notes.read_text().split())) if notes.exists() else [])
            memory.keep("seconds", name, time.monotonic() - start)
            print(f"{name}: {memory.found['seconds'][name]:.1f} s", flush=True)
            return None
        return f"{name} fails without any change:\n{words[-3000:]}"

    wrong = [words for words in pool.map(look, [name for name in names if name not in memory.found["seconds"]]) if words]
    if wrong:
        sys.exit("\n".join(wrong))
    reached = {}
    for name in sorted(names, key=memory.found["seconds"].get):
        for number in memory.found["reached"][name]:
            reached.setdefault(number, []).append(name)
    return reached


def called(chosen):
    """A name for each condition that outlasts a change elsewhere: the same words in one file are counted."""
    seen = {}
    for number, refusal, _ in chosen:
        words = f"{refusal.file}: {refusal.words}"
        seen[words] = seen.get(words, 0) + 1
        yield number, f"{words} ({seen[words]})"


def pursue(binary, scratch, plan, chosen, numbered):
    memory = Memory(scratch / "campaign.json", binary)
    names = dict(called(numbered))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        targets = {target for _, _, target in chosen}
        reached = survey(pool, binary, list(tests(binary, plan, targets)), memory, scratch)

        def hunt(number):
            """The first test that notices that a condition is missing."""
            told, name = memory.found["told"], names[number]
            if name not in told:
                hint = memory.found["hints"].get(name)
                order = sorted(reached.get(number, []), key=lambda test: test != hint)
                noticed = (test for test in order if not run(
                    binary, test, max(PATIENCE, TIMES * memory.found["seconds"][test]), SEMPER_MUTANT=number)[0])
                memory.keep("told", name, next(noticed, None))
            return told[name]

        caught = 0
        for (number, refusal, _), test in zip(chosen, pool.map(hunt, [number for number, _, _ in chosen])):
            caught += test is not None
            says = f"caught by {test}" if test else "SURVIVES" if number in reached else "SURVIVES, nothing reaches it"
            print(f"{refusal.file}:{refusal.line}: {refusal.words}: {says}", flush=True)
    return caught


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    plan = campaign()
    numbered = found(plan)
    reasons, wrong = exempt(plan, numbered)
    if wrong:
        sys.exit("campaign.json does not fit the code:\n" + "\n".join(wrong))
    chosen = [each for each in numbered if each[0] not in reasons
              and (not words or any(word in f"{each[1].file}: {each[1].words}" for word in words))]
    if "--list" in sys.argv:
        for number, refusal, _ in chosen:
            print(f"{number} {refusal.file}:{refusal.line}: {refusal.words}")
    if "--check" in sys.argv or "--list" in sys.argv:
        print(f"conditions {len(numbered)}, with a reason to be there untested {len(reasons)}")
        return
    COPY.mkdir(parents=True, exist_ok=True)
    scratch = COPY / ".build"
    if "--again" not in sys.argv:
        plant(plan, numbered, COPY)
        subprocess.run(["swift", "build", "--build-tests", "--package-path", COPY, "--scratch-path", scratch], check=True)
    caught = pursue(scratch / "debug" / "semperPackageTests.xctest", scratch, plan, chosen, numbered)
    print(f"mutants caught {caught} of {len(chosen)}")
    sys.exit(0 if caught == len(chosen) else 1)


if __name__ == "__main__":
    main()
