#!/usr/bin/env python3
"""Kills every process of every exchange and transfer at each of its durable writes, just before and just after.

A place is a process of an exchange or transfer, perhaps with a trouble that makes it do more. It first runs undisturbed,
which tells how often it writes; then it falls at each of these writes, in a run of its own. After each the judge has to find
the end fair, and all evidence has to verify. Several runs go on at once; each takes ports that nobody else takes. A run that does not end
fairly is told at once, its folder is kept, and the campaign goes on.

What has ended fairly is noted in falls.jsonl beside the programs and not played again by the next campaign with the same
programs, so that one that was interrupted goes on where it was.

usage: falls.py FOLDER-OF-PROGRAMS [--lanes N] [--anew] [--list] [PART-OF-A-PLACE...]
"""

import argparse
import concurrent.futures
import json
import pathlib

from campaign import Campaign, Notes, Run, call

# No process writes as often as this.
NEVER = 1_000_000

EXCHANGES = {
    "payment-with-receipt": ["bank"],
    "fair-purchase": ["bank"],
    "money-exchange": ["bank", "other-bank"],
    "conditional-access": ["issuer"],
    "contract-signing": [],
    "information-exchange": ["arbiter"],
    "information-exchange-with-bond": ["bank"],
    "information-exchange-by-pieces": [],
    "certified-mail": [],
    "mixed": ["bank"],
}
TRANSFERS = {
    "payment": ["bank"],
    "certificate-transfer": ["issuer"],
    "information-transfer": [],
}
# Where nobody is in trouble the arbiter has nothing to write, and piece for piece there is none.
ARBITED = [cell for cell in EXCHANGES if cell != "information-exchange-by-pieces"]
FORMS = [
    ("conditional-access", "issuer", ["--form", "x509"]),
    ("fair-purchase", "bank", ["--lock", "account"]),
    ("fair-purchase", "originator", ["--lock", "account"]),
    ("fair-purchase", "responder", ["--lock", "account"]),
]


class Place:
    """A process of an exchange, and how that is run."""

    def __init__(self, process, *words):
        self.process = process
        self.words = words
        self.name = " ".join([process, "in", *words])


def places():
    for cell, services in EXCHANGES.items():
        for process in ["originator", "responder", *services]:
            yield Place(process, cell)
    for cell in ARBITED:
        for trouble in ["originator-vanishes", "responder-vanishes"]:
            yield Place("arbiter", cell, "--fail", trouble)
    for cell, services in TRANSFERS.items():
        for process in ["originator", "responder", *services]:
            yield Place(process, cell)
        # The agent writes where it is given a letter.
        for trouble in ["responder-vanishes", "agent-delivers"]:
            yield Place("delivery", cell, "--fail", trouble)
    for cell, process, form in FORMS:
        yield Place(process, cell, *form)


class Fall(Run):
    """How often the process has written and whether it fell, beside what is wrong with the end."""

    def __init__(self, programs, place, fall):
        self.fell = False
        self.writes = 0
        super().__init__("semper-fall-", programs / "semper", place, fall)

    def play(self, semper, place, fall):
        words = [semper, "exchange", "run", *place.words, "--json", "--dir", self.folder, "--falls", fall]
        status, output, errors = call(words)
        if not output.strip():
            raise RuntimeError(f"status {status}: {errors.strip()[-500:]}")
        result = json.loads(output.splitlines()[-1])
        self.fell = result["fell"]
        # Each durable write that is counted leaves a byte; a fall takes the file away.
        self.writes = sum(file.stat().st_size for file in self.folder.glob("*-falls"))
        if status != 0 or result["fair"] is not True:
            self.wrong = f"status {status}: {output.strip()[-1000:]}"
            return
        if not result["evidence"]:
            self.wrong = "there is no evidence"
        self.verify(semper, result)


class Falls(Campaign):
    """Counts the writes of each place, then lets its process fall at each of them."""

    @property
    def counts(self):
        return {line["place"]: line["writes"] for line in self.notes.lines if "writes" in line}

    @property
    def fair(self):
        return {line["moment"]: line["fell"] for line in self.notes.lines if "moment" in line}

    def count(self, chosen):
        """How often each place writes when nothing happens to it."""
        counts = self.counts
        new = [place for place in chosen if place.name not in counts]
        runs = {self.pool.submit(Fall, self.programs, place, f"{place.process}@{NEVER}"): place for place in new}
        for number, future in enumerate(concurrent.futures.as_completed(runs), 1):
            place, run = runs[future], future.result()
            wrong = run.wrong or (None if run.writes else "it has written nothing")
            self.say(number, len(new), place.name, f"WRONG {wrong}" if wrong else f"{run.writes} writes")
            if wrong:
                self.wrong += 1
            else:
                self.notes.add(place=place.name, writes=run.writes)

    def fall(self, chosen):
        counts, noted = self.counts, self.fair
        moments = [(place, f"{place.process}@{write}{after}") for place in chosen
                   for write in range(1, counts.get(place.name, 0) + 1) for after in ["", "+"]]
        new = [(place, fall) for place, fall in moments if name(place, fall) not in noted]
        runs = {self.pool.submit(Fall, self.programs, place, fall): (place, fall) for place, fall in new}
        killed = [name(*moment) for moment in moments if noted.get(name(*moment))]
        killed, fair = len(killed), len(moments) - len(new)
        for number, future in enumerate(concurrent.futures.as_completed(runs), fair + 1):
            (place, fall), run = runs[future], future.result()
            killed += run.fell
            fair += not run.wrong
            end = f"WRONG {run.wrong}" if run.wrong else "fell, fair" if run.fell else "it did not write as often; fair"
            self.say(number, len(moments), name(place, fall), end)
            if not run.wrong:
                self.notes.add(moment=name(place, fall), fell=run.fell)
        print(f"moments {len(moments)}, killed {killed}, fair {fair}")
        return fair == len(moments) and not self.wrong


def name(place, fall):
    return f"{fall} {place.name}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--anew", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("parts", nargs="*")
    words = parser.parse_intermixed_args()
    chosen = [place for place in places() if all(part in place.name.split() for part in words.parts)]
    if words.list or not chosen:
        print("\n".join(place.name for place in places()))
        return words.list
    programs = words.programs.resolve()
    made = [programs / "semper", programs / "libSemperFall.so"]
    campaign = Falls(programs, Notes(programs / "falls.jsonl", made, words.anew), words.lanes)
    campaign.count(chosen)
    return campaign.fall(chosen)


raise SystemExit(0 if main() else 1)
