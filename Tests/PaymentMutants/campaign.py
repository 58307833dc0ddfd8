#!/usr/bin/env python3
"""Shows that each check of the payment systems is needed: takes them away one by one, and a test has to notice.

All conditions by which SET, the mint and the chip card refuse something are found in the code (refusals.py), so that none can be
forgotten. Each is planted into one copy of the package as a choice that is made at run time, and compiled once. Then every
suite runs once and notes which conditions have refused something in it; only those suites can notice that one is missing. For each
condition they run without it, the quickest first, until one fails. What can be taken away for a reason stands in campaign.json.

usage: campaign.py [--check | --list | --again] [PART-OF-FILE-OR-CONDITION...]

--check only looks whether the list of reasons and the list of files fit the code; --again takes the build that is there.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import refusals

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build-mutants" / "payments"
SWITCH = "PlantedMutant"
# Seconds for one suite.
PATIENCE = 600
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
      "ExchangeExplorer", "SemperCommunicationHTTP", "SemperCardNetwork"].contains(target.name)
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


def plant(plan, numbered, copy):
    for folder in ("Sources", "Faults", "Tests", "services"):
        shutil.rmtree(copy / folder, ignore_errors=True)
        shutil.copytree(ROOT / folder, copy / folder)
    for name in ("Package.resolved", "docs/registries"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, copy / name)
    oracles = copy / ".venv-oracles"
    if not oracles.exists() and (ROOT / ".venv-oracles").exists():
        oracles.symlink_to(ROOT / ".venv-oracles")
    names = "[" + ", ".join(f'"{name}"' for name in plan["suites"]) + "]"
    (copy / "Package.swift").write_text((ROOT / "Package.swift").read_text() + TRIM % names)
    (copy / "Sources/SemperModel" / f"{SWITCH}.swift").write_text(WORDS)
    for file in {refusal.file for _, refusal, _ in numbered}:
        text = (ROOT / file).read_text()
        text = refusals.planted(text, [(number, each) for number, each, _ in numbered if each.file == file], SWITCH)
        if not re.search(r"^(public |package )?import SemperModel$", text, re.MULTILINE):
            text = "import SemperModel\n" + text
        (copy / file).write_text(text)


def run(binary, suite, **more):
    """Whether a suite passes; a process that ends otherwise has noticed something, one that does not end has not."""
    environment = {**os.environ, **{name: str(value) for name, value in more.items()}}
    words = [binary, "--testing-library", "swift-testing", "--filter", f"^{suite.replace('.', chr(92) + '.')}/"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, env=environment, cwd=binary.parents[2])
    except subprocess.TimeoutExpired:
        return True, "has not ended"
    return done.returncode == 0, done.stdout + done.stderr


def survey(binary, names, scratch):
    """Which conditions refuse something in which suite, and how long each suite takes."""
    reached, seconds = {}, {}
    for name in names:
        notes = scratch / "refusals.txt"
        notes.unlink(missing_ok=True)
        start = time.monotonic()
        passes, words = run(binary, name, SEMPER_REFUSALS=notes)
        seconds[name] = time.monotonic() - start
        if not passes:
            sys.exit(f"{name} fails without any change:\n{words[-3000:]}")
        for line in notes.read_text().split() if notes.exists() else []:
            reached.setdefault(int(line), []).append(name)
        print(f"{name}: {seconds[name]:.0f} s", flush=True)
    return {number: sorted(names, key=seconds.get) for number, names in reached.items()}


def hunt(binary, number, names):
    """The first suite that notices that a condition is missing."""
    for name in names:
        passes, _ = run(binary, name, SEMPER_MUTANT=number)
        if not passes:
            return name
    return None


def pursue(binary, scratch, plan, chosen):
    reached = survey(binary, list(suites(plan)), scratch)
    caught = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        told = pool.map(lambda each: hunt(binary, each[0], reached.get(each[0], [])), chosen)
        for (number, refusal, _), name in zip(chosen, told):
            caught += name is not None
            says = f"caught by {name}" if name else "SURVIVES" if number in reached else "SURVIVES, nothing reaches it"
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
    caught = pursue(scratch / "debug" / "semperPackageTests.xctest", scratch, plan, chosen)
    print(f"mutants caught {caught} of {len(chosen)}")
    sys.exit(0 if caught == len(chosen) else 1)


if __name__ == "__main__":
    main()
