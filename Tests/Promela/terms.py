#!/usr/bin/env python3
"""Holds `semper service check` against Spin: random terms of business, most of them with faults, are translated into Promela by this
program, which shares nothing with the checker, and searched whole. Both must tell the same: which states a deal comes to, what each
side may lose in each, whether a deal can go round for ever, whether money is paid before the seller is bound, whether more is paid
than the limits say, and whether a field is looked at that may not be there.

usage: terms.py SEMPER [--count N] [--seed N]     SEMPER is the program; by default 30 services from seed 1
"""

import argparse
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import check

PRICE = 100_00
LIMIT = 150_00
PROGRAM = pathlib.Path(__file__).resolve().parent / "terms.pml"
# A deal that has made more steps than that goes round.
STEPS = 60
# Megabytes for one search; a service that has more situations is not compared, and told.
MEMORY = 2000
ITEMS = {
    "offer": "semper-offer", "order": "semper-order", "contract": "semper-contract", "price": "money(offer.price)",
    "deposit": "money(order.deposit)", "receipt": "semper-receipt", "parcel": {"form": "goods", "worth": "offer.price"},
    "course": {"form": "data(offer.content)", "worth": "order.deposit"}, "note": "document", "refund": "refund(price)",
}
MONEY = {"price": PRICE, "deposit": 30_00}
REFUNDS = {"refund": "price"}
WORTH = {"parcel": PRICE, "course": 30_00}
# Which document the amount or the content of an item is read from.
SOURCE = {"price": "offer", "deposit": "order", "refund": "offer", "course": "offer"}
GIFTS = {"seller": ["offer", "contract", "receipt", "parcel", "course", "note", "refund"],
         "buyer": ["order", "contract", "price", "price", "deposit", "note"]}
FAIR = {"seller": ["receipt", "course", "note"], "buyer": ["price", "deposit", "note"]}
PHASES = ["offer", "order", "contract", "payment", "service"]


def service(dice, number):
    """Terms whose names all lead somewhere, and that are otherwise as chance has it."""
    names = [f"s{place}" for place in range(dice.randint(3, 8))]
    states = {}
    for place, name in enumerate(names):
        def target():
            if dice.random() < 0.12:
                return dice.choice(names)
            later = names[place + 1:] + ["end.done", "end.nothing"]
            return dice.choice(later[:3])
        # The first states are mostly as they ought to be, so that the later ones mean something.
        kind = ["offer", "order", "contract"][place] if place < 3 and dice.random() < 0.7 else dice.choice(
            ["transfer", "transfer", "exchange", "exchange", "choose", "branch", "dispute", "pause"])
        state = {"phase": dice.choice(PHASES), "within": "P1D"}
        if kind in ("offer", "order"):
            state |= {"transfer": kind, "from": "seller" if kind == "offer" else "buyer", "then": target(), "else": target()}
        elif kind == "contract":
            state |= {"exchange": [{"from": "seller", "give": "contract"}, {"from": "buyer", "give": "contract"}],
                      "fair": "none", "then": target(), "failed": target()}
        elif kind == "transfer":
            side = dice.choice(["buyer", "seller"])
            gifts = dice.sample(GIFTS[side], dice.choice([1, 1, 2]))
            state |= {"transfer": "+".join(sorted(set(gifts))), "from": side, "then": target(), "else": target()}
        elif kind == "exchange":
            fair = dice.choice(["strong", "strong", "none"])
            choice = FAIR if fair == "strong" else GIFTS
            state |= {"exchange": [{"from": side, "give": dice.choice(choice[side])} for side in ("seller", "buyer")],
                      "fair": fair, "then": target(), "failed": target()}
            if fair == "strong":
                state["window"] = "P1D"
        elif kind == "choose":
            state |= {"choose": dice.choice(["buyer", "seller"]), "options": {"a": target(), "b": target()}, "timeout": target()}
        elif kind == "branch":
            del state["within"]
            state |= {"branch": [{"if": "offer.price < 20.00 EUR", "then": target()}], "else": target()}
        elif kind == "dispute":
            state |= {"dispute": "arbiter", "claims": ["neverOrdered"], "then": target(), "else": target()}
        else:
            del state["within"]
            state |= {"pause": "P1D", "then": target()}
        if dice.random() < 0.25:
            state["repeat"] = {"most": dice.randint(1, 3), "then": dice.choice(["end.nothing", "end.done"] + names[place + 1:place + 2])}
        states[name] = state
    terms = {
        "service": f"random-{number}", "version": "1.0.0", "items": ITEMS, "start": names[0], "states": states,
        "forms": {"order": {"fields": {"deposit": {"type": "money", "least": 1, "most": 30_00}}},
                  "note": {"fields": {"text": {"type": "text", "most": 20}}},
                  "offer": {"fields": {"price": {"type": "money", "least": 1, "most": PRICE}}}},
        "limits": {"maxDuration": "P3650D", "maxPrice": {"amount": f"{LIMIT // 100}.00", "currency": "EUR"}},
    }
    if dice.random() < 0.3:
        terms["exceptions"] = {"trouble": {"cause": "deviation", "phase": dice.choice(PHASES), "side": dice.choice(["buyer", "seller"]),
                                           "then": dice.choice(names + ["end.done"])}}
    return terms


class Model:
    """One service as tables for terms.pml: for each state what can happen, each with what is given and where it leads."""

    def __init__(self, terms):
        self.terms, self.ends = terms, []
        self.places = {name: place for place, name in enumerate(terms["states"])}
        self.items = list(ITEMS)

    def place(self, name):
        if name in self.places:
            return self.places[name]
        if name not in self.ends:
            self.ends.append(name)
        return len(self.places) + self.ends.index(name)

    @property
    def names(self):
        return list(self.places) + self.ends

    def ways(self, name, state):
        """What can happen: gifts as (side, item), the target, and whether an arbiter has ruled."""
        if "transfer" in state:
            gifts = [(state["from"], item) for item in state["transfer"].split("+")]
            ways = [(gifts, state["then"], False), ([], state["else"], False)]
        elif "exchange" in state:
            parts = [(part["from"], part["give"]) for part in state["exchange"]]
            alone = [[part] for part in parts] if state["fair"] == "none" else []
            ways = [(parts, state["then"], False)] + [(left, state["failed"], False) for left in [[], *alone]]
        elif "choose" in state:
            ways = [([], target, False) for target in [*state["options"].values(), state["timeout"]]]
        elif "branch" in state:
            return [([], target, False) for target in [case["then"] for case in state["branch"]] + [state["else"]]]
        elif "dispute" in state:
            return [([], state["then"], True), ([], state["else"], True)]
        else:
            return [([], state["then"], False)]
        for exception in self.terms.get("exceptions", {}).values():
            if exception["phase"] == state["phase"] and exception["then"] != name:
                alone = [[part] for part in parts] if state.get("fair") == "none" else []
                ways += [(left, exception["then"], False) for left in [[], *alone]]
        return ways

    def looked(self, state):
        """Documents that have to be there already."""
        items = state["transfer"].split("+") if "transfer" in state else [part["give"] for part in state.get("exchange", [])]
        wanted = {SOURCE[item] for item in items if item in SOURCE} - set(items)
        return wanted | ({"offer"} if "branch" in state else set())

    def unbound(self, state):
        """Whether the buyer gives money here other than for a performance in the same fair exchange."""
        gifts = [(state["from"], item) for item in state["transfer"].split("+")] if "transfer" in state else \
            [(part["from"], part["give"]) for part in state.get("exchange", [])]
        pays = any(side == "buyer" and item in MONEY for side, item in gifts)
        simultaneous = state.get("fair") == "strong" and any(side == "seller" and item in WORTH for side, item in gifts)
        return pays and not simultaneous

    def numbers(self):
        """As terms.pml reads them: sizes, items, then the states."""
        places = {item: place for place, item in enumerate(self.items)}
        body = []
        for name, state in self.terms["states"].items():
            repeat = state.get("repeat")
            ways = self.ways(name, state)
            looked = [places[item] for item in self.looked(state)]
            body += [repeat["most"] if repeat else 0, self.place(repeat["then"]) if repeat else 0, int(self.unbound(state))]
            body += [len(looked), *looked, len(ways)]
            for gifts, target, ruled in ways:
                body += [self.place(target), int(ruled), len(gifts)]
                for side, item in gifts:
                    body += [int(side == "seller"), places[item]]
        head = [STEPS, len(self.places), self.place(self.terms["start"]), places["contract"], len(self.items)]
        for item in self.items:
            head += [MONEY.get(item, 0), WORTH.get(item, 0), places[REFUNDS[item]] if item in REFUNDS else -1]
        return " ".join(map(str, head + body)) + "\n"


class Spin:
    """The search over terms.pml, compiled once; the tables of a service come to it as numbers."""

    def __init__(self, folder):
        self.folder = folder
        made = check.run("spin", "-a", PROGRAM, cwd=folder)
        built = check.run(check.compiler(), "-O1", "-w", "-DSAFETY", f"-DMEMLIM={MEMORY}", "-o", "pan", "pan.c", cwd=folder)
        if made.returncode or built.returncode:
            sys.exit(made.stdout + made.stderr + built.stderr)

    def facts(self, model):
        """`None` where the search is too large."""
        (self.folder / "terms.txt").write_text(model.numbers())
        output = check.run("./pan", "-m100000", cwd=self.folder).stdout
        if "reached -DMEMLIM bound" in output:
            return None
        if "max search depth too small" in output or "errors: 0" not in output:
            sys.exit(f"the search was not complete:\n{output[-2000:]}")
        return {tuple(map(int, line.split()[1:])) for line in output.splitlines() if line.startswith("FACT ")}


def told_by_spin(model, facts):
    names = model.names
    endless = any(kind == 1 for kind, *_ in facts)
    lose = {}
    for kind, place, buyer, seller, _ in facts:
        if kind == 2:
            before = lose.get(names[place], (0, 0))
            lose[names[place]] = (max(before[0], buyer), max(before[1], seller))
        elif kind == 5:
            lose.setdefault(names[place], (0, 0))
    return {
        "endless": endless,
        "lose": {name: row for name, row in lose.items() if not name.startswith("end.") or row != (0, 0)},
        "overpaid": any(paid > LIMIT for kind, *_, paid in facts if kind in (2, 5)),
        "unbound": sorted({names[place] for kind, place, *_ in facts if kind == 4}),
        "absent": sorted({names[place] for kind, place, *_ in facts if kind == 3}),
    }


def told_by_semper(semper, terms, folder):
    file = folder / "terms.json"
    file.write_text(json.dumps(terms))
    done = check.run(semper, "service", "check", file, "--json", cwd=folder)
    if done.returncode not in (0, 1):
        sys.exit(f"the checker ended with {done.returncode}: {done.stderr}\n{json.dumps(terms, indent=1)}")
    report = json.loads(done.stdout)
    found = [(finding["id"], finding["place"], finding["message"]) for finding in report["findings"]]
    endless = any(check == "T4" and "round for ever" in words for check, _, words in found)
    if endless:
        return {"endless": True}
    if not report["exposure"]:
        sys.exit(f"the checker did not come to judge: {found}\n{json.dumps(terms, indent=1)}")
    def cents(money):
        return round(float(money["amount"]) * 100)
    return {
        "endless": endless,
        "lose": {row["state"]: (cents(row["buyer"]), cents(row["seller"])) for row in report["exposure"]},
        "overpaid": any(check == "T7" and place == "limits.maxPrice" for check, place, _ in found),
        "unbound": sorted({place.split(".")[1] for check, place, _ in found if check == "T6"}),
        "absent": sorted({place.split(".")[1] for check, place, words in found if check == "T1" and "is looked at here" in words}),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("semper", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    semper = options.semper.resolve()
    agreed, large, faults = 0, 0, {"endless": 0, "overpaid": 0, "unbound": 0, "absent": 0, "losing": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        spinning = Spin(folder)
        for number in itertools.count():
            if agreed == options.count:
                break
            model = Model(service(random.Random(options.seed * 1_000_003 + number), number))
            facts = spinning.facts(model)
            if facts is None:
                large += 1
                if large > 2 + options.count // 20:
                    sys.exit(f"{large} services are too large for Spin: after so many nothing is shown")
                continue
            spin, ours = told_by_spin(model, facts), told_by_semper(semper, model.terms, folder)
            if spin["endless"] or ours["endless"]:
                # Neither has an end, so what can be lost has none either.
                if spin["endless"] != ours["endless"]:
                    sys.exit(f"one says that it goes round for ever: Spin {spin}, semper {ours}\n{json.dumps(model.terms, indent=1)}")
            elif spin != ours:
                sys.exit(f"Spin says {spin}\nsemper says {ours}\n{json.dumps(model.terms, indent=1)}")
            agreed += 1
            if agreed % 100 == 0:
                print(f"{agreed} of {options.count}", flush=True)
            for fault in ("endless", "overpaid", "unbound", "absent"):
                faults[fault] += bool(spin[fault])
            faults["losing"] += any(row != (0, 0) for end, row in spin["lose"].items() if end.startswith("end."))
    if options.count >= 30 and 0 in faults.values():
        sys.exit(f"chance brought no service of some kind: {faults}")
    print(f"services on which both agree: {agreed} of {options.count}, too large for Spin: {large}; with faults: " + ", ".join(f"{name} {count}" for name, count in faults.items()))


if __name__ == "__main__":
    main()
