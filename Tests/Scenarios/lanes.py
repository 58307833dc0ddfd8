#!/usr/bin/env python3
"""Runs the suites of ScenarioTests, or whole test targets, several at once, each in a process of its own.

A scenario starts a whole marketplace and mostly waits: for a patience, a complaint window, somebody who comes back. In one process
of tests it keeps one of as many threads as there are processors while it waits, so they took turns at doing nothing. Targets are
run side by side for a like reason: many have one long test at their end, which keeps one processor busy and leaves the others idle. A suite
that has run no test counts as failed, and none can be forgotten, since they are found in their files.

usage: lanes.py [--lanes N] [--targets] TEST-BUNDLE [SUITE or TARGET...]
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import tempfile
import time

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "ScenarioTests"
# These take longest, so they begin first; the others follow by their names.
LONG = ["ServiceDemoTests", "DisputeTests", "ExchangeTests", "PaymentTests", "FirstDealTests", "FallTests", "RecipientTests",
        "TransferTests", "ExchangeFormTests"]
# Tests so long that they go beside the rest of their suite.
APART = {
    "ExchangeTests": ["endsFairly"], "PaymentTests": ["paysWithACard"],
    "ServiceDemoTests": ["comesToTheEndOfItsScenario", "endsItsHearingByARuling", "credentialsAreShownAndIssued"],
}


def suites():
    found = {name for file in SOURCES.glob("*.swift")
             for name in re.findall(r"^@Suite.* struct (\w+)", file.read_text(), re.MULTILINE)}
    return [name for name in LONG if name in found] + sorted(found - set(LONG))


def parts(suite):
    """The name of each part of a suite, with what selects it."""
    whole = rf"^ScenarioTests\.{suite}/"
    apart = APART.get(suite, [])
    skipped = [word for test in apart for word in ("--skip", whole + test)]
    return [(f"{suite}/{test}", ["--filter", whole + test]) for test in apart] + [(suite, ["--filter", whole, *skipped])]


def play(bundle, selection):
    begun = time.monotonic()
    words = [bundle, "--testing-library", "swift-testing", *selection]
    with tempfile.TemporaryFile("w+", errors="replace") as file:
        run = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        file.seek(0)
        output = file.read()
    tests = re.search(r"Test run with (\d+) tests?", output)
    isGood = run.returncode == 0 and tests is not None and int(tests[1]) > 0
    return isGood, output, time.monotonic() - begun, used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--lanes", type=int, default=5)
    parser.add_argument("--targets", action="store_true", help="what follows are test targets, each to be run as a whole")
    parser.add_argument("suites", nargs="*")
    words = parser.parse_args()
    if words.targets:
        chosen = [(target, ["--filter", rf"^{target}\."]) for target in words.suites]
    else:
        chosen = [part for suite in words.suites or suites() for part in parts(suite)]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(words.lanes) as pool:
        runs = {pool.submit(play, words.bundle.resolve(), selection): name for name, selection in chosen}
        for future in concurrent.futures.as_completed(runs):
            isGood, output, seconds, work = future.result()
            if not isGood:
                failed.append(runs[future])
                print(output)
            print(f"{runs[future]}: {'all good' if isGood else 'FAILED'} after {seconds:.0f} s, {work:.0f} s of work", flush=True)
    print(f"{len(chosen)} parts, {len(failed)} failed {' '.join(failed)}")
    return not failed


raise SystemExit(0 if main() else 1)
