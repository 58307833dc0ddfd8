#!/usr/bin/env python3
"""Plays every scenario of every ready-made service between real processes: a wallet, a shop, a bank, an arbiter, where need be a carrier.

After each, both sides have to be at the end that the scenario names, what was paid has to be what it says, and all evidence has to verify.
Several runs go on at once. A run that ends otherwise is told at once, its folder is kept, and the campaign goes on. What has ended well is
noted in services.jsonl beside the programs and not played again by the next campaign with the same programs and services.

usage: services.py FOLDER-OF-PROGRAMS [--lanes N] [--anew] [--list] [SERVICE[/SCENARIO]...]
"""

import argparse
import concurrent.futures
import json
import pathlib

from campaign import Campaign, Notes, Run, call

SERVICES = pathlib.Path(__file__).resolve().parent.parent.parent / "services"


def scenarios(semper):
    """The service and name of each scenario."""
    for folder in sorted(folder for folder in SERVICES.iterdir() if (folder / "scenarios.yaml").exists()):
        status, output, errors = call([semper, "service", "test", folder / "terms.yaml", "--services", SERVICES, "--json"])
        if status != 0:
            raise RuntimeError(f"{folder.name}: {output} {errors}")
        for scenario in json.loads(output):
            yield folder.name, scenario["scenario"]


class Scenario(Run):
    """What was ruled, beside what is wrong with the end."""

    def __init__(self, semper, service, scenario):
        self.ruling = None
        super().__init__("semper-service-", semper, service, scenario)

    def play(self, semper, service, scenario):
        words = [semper, "demo", "--headless", "--json", "--services", SERVICES, "--service", service, "--fail", scenario]
        status, output, errors = call([*words, "--dir", self.folder], patience=900)
        if status != 0 and self.folder.is_dir():
            (self.folder / "errors.txt").write_text(errors)
        if not output.strip():
            raise RuntimeError(f"status {status}: {errors.strip()[-500:]}")
        result = json.loads(output.splitlines()[-1])
        self.ruling = result.get("ruling")
        if status != 0 or result["asExpected"] is not True:
            self.wrong = f"status {status}: {output.strip()[-1500:]}"
            return
        self.verify(semper, result)


class Services(Campaign):
    def play(self, chosen):
        semper = self.programs / "semper"
        good = {line["scenario"]: line["ruled"] for line in self.notes.lines}
        new = [one for one in chosen if "/".join(one) not in good]
        runs = {self.pool.submit(Scenario, semper, *one): "/".join(one) for one in new}
        for number, future in enumerate(concurrent.futures.as_completed(runs), len(chosen) - len(new) + 1):
            name, run = runs[future], future.result()
            ruled = f"ruled {run.ruling['claim']} by {run.ruling['basis']}" if run.ruling else "as it says"
            self.say(number, len(chosen), name, f"WRONG {run.wrong}" if run.wrong else ruled)
            if run.wrong:
                self.wrong += 1
            else:
                self.notes.add(scenario=name, ruled=run.ruling is not None)
                good[name] = run.ruling is not None
        names = ["/".join(one) for one in chosen]
        ended = [name for name in names if name in good]
        print(f"scenarios {len(names)}, as they say {len(ended)}, of which by a ruling {sum(good[name] for name in ended)}")
        return not self.wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--anew", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("parts", nargs="*")
    words = parser.parse_intermixed_args()
    programs = words.programs.resolve()
    chosen = [one for one in scenarios(programs / "semper")
              if not words.parts or one[0] in words.parts or "/".join(one) in words.parts]
    if words.list or not chosen:
        print("\n".join("/".join(one) for one in chosen))
        return words.list
    made = [programs / "semper", *sorted(SERVICES.glob("*/*.yaml"))]
    return Services(programs, Notes(programs / "services.jsonl", made, words.anew), words.lanes).play(chosen)


raise SystemExit(0 if main() else 1)
