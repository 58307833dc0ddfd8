#!/usr/bin/env python3
"""Has Spin search exchange.pml: as it is, where all must hold, and with each planted mistake, which it must find.

usage: check.py [--stories]     --stories prints the trace of each mistake
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MODEL = pathlib.Path(__file__).resolve().parent / "exchange.pml"
# The property that each mistake breaks.
FAULTS = {
    1: ("the originator opens before it has written that down", "fair"),
    2: ("the arbiter forgets what it has decided", "fair"),
    3: ("the responder may have the exchange aborted", "fair"),
    4: ("the responder opens before it has secured", "fair"),
    5: ("three messages: the responder opens with its commitment", "fair"),
    6: ("locks expire", "ends"),
    7: ("the originator waits for ever for the responder's opening", "ends"),
    8: ("the responder just leaves", "fair"),
}


def compiler():
    """Any that is there; Swift brings one along."""
    swift = shutil.which("swift")
    beside = [str(pathlib.Path(swift).resolve().parent / "clang")] if swift else []
    for name in ["gcc", "clang", *beside]:
        if path := shutil.which(name):
            return path
    sys.exit("a C compiler is needed to run what Spin writes")


def run(*words, cwd):
    return subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True)


class Checker:
    def __init__(self, folder, fault):
        self.folder, self.fault = folder, fault
        made = run("spin", "-a", f"-DFAULT={fault}", MODEL, cwd=folder)
        built = run(compiler(), "-O0", "-w", "-o", "pan", "pan.c", cwd=folder)
        if made.returncode or built.returncode:
            sys.exit(made.stdout + made.stderr + built.stderr)

    def search(self, name):
        """Whether the property holds, and the number of states; weakly fair, so nobody is left out for ever."""
        output = run("./pan", "-a", "-f", "-m100000", "-N", name, cwd=self.folder).stdout
        errors = re.search(r"errors: (\d+)", output)
        states = re.search(r"(\d+) states, stored", output)
        if not errors or not states or "max search depth too small" in output:
            sys.exit(f"the search for “{name}” was not complete:\n{output}")
        return errors[1] == "0", int(states[1])

    @staticmethod
    def word(variable, value):
        """Spin numbers the words of a type from its last one, beginning with 1."""
        kind = {"o": "journal", "r": "journal", "lockO": "lock", "lockR": "lock"}.get(variable)
        if not kind:
            return "yes" if value else "no"
        return re.search(rf"mtype:{kind} = {{ (.*) }}", MODEL.read_text())[1].split(", ")[-value]

    def story(self):
        trail = next(self.folder.glob("*.trail"))
        told = run("spin", "-k", trail, "-p", f"-DFAULT={self.fault}", MODEL, cwd=self.folder).stdout
        # Each line ends in what was done; what only tests, or belongs to the property, is left out.
        deeds = re.findall(r"proc .*\[(\w+) = (\d+)\]", told)
        deeds = [f"{name} = {self.word(name, int(value))}" for name, value in deeds]
        return "\n".join(f"  {number}. {deed}" for number, deed in enumerate(deeds, 1))


def main():
    if not shutil.which("spin"):
        sys.exit("Spin is needed: apt-get install spin")
    wrong = []
    total = found = 0
    for fault, (title, broken) in {0: ("as it is", None), **FAULTS}.items():
        with tempfile.TemporaryDirectory() as folder:
            checker = Checker(pathlib.Path(folder), fault)
            for name in ["fair", "ends", "vain"] if not fault else [broken]:
                holds, states = checker.search(name)
                total += states
                expected = not fault and name != "vain"
                if holds != expected:
                    wrong.append(f"{title}: {name}")
                if fault:
                    found += not holds
                    print(f"mistake {fault}, {title}: " + ("NOT FOUND" if holds else f"found, not {name}"))
                else:
                    words = "goes through" if name == "vain" and not holds else f"{name} " + ("holds" if holds else "FAILS")
                    print(f"{title}: {words}, {states} states")
                if fault and not holds and "--stories" in sys.argv:
                    print(checker.story())
    print(f"states {total}, mistakes found {found} of {len(FAULTS)}")
    sys.exit("wrong: " + "; ".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
