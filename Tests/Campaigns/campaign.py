"""What campaigns of many runs between real processes have in common: a run that cannot hang, notes that let an interrupted campaign
go on where it was, and a line for each run."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time

# Seconds for one run; one that takes longer hangs.
PATIENCE = 300


def call(words, patience=PATIENCE):
    """Its status, output and errors; with everything that it has started it is gone after that."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    with subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True) as process:
        try:
            output, errors = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise RuntimeError(f"it has not ended within {patience} s") from None
    return process.returncode, output, errors


class Run:
    """One run in a folder of its own, and what is wrong with its end. The folder is kept where something is."""

    def __init__(self, prefix, *words):
        self.wrong = None
        parent = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
        self.folder = parent / "run"
        try:
            self.play(*words)
        except Exception as error:
            self.wrong = f"{type(error).__name__}: {error}"
        if self.wrong:
            self.wrong += f" ({self.folder})"
        else:
            shutil.rmtree(parent, ignore_errors=True)

    def verify(self, semper, result):
        """Notes the first evidence that does not verify."""
        for file in result["evidence"]:
            status, output, _ = call([semper, "verify", file, "--trust", result["trust"]])
            if status != 0:
                self.wrong = f"{file}: {output.strip()[-500:]}"


class Notes:
    """What earlier campaigns with the same files have found: one line of JSON for each finding."""

    def __init__(self, file, files, anew):
        self.lock = threading.Lock()
        digest = hashlib.sha256()
        for made in files:
            digest.update(made.read_bytes())
        head = {"programs": digest.hexdigest()}
        lines = []
        if file.exists() and not anew:
            # The last line may be cut where a campaign was ended.
            for line in file.read_text().splitlines():
                try:
                    lines.append(json.loads(line))
                except ValueError:
                    pass
        if not lines or lines[0] != head:
            lines = [head]
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.file, self.lines = file, lines[1:]

    def add(self, **line):
        with self.lock, self.file.open("a") as file:
            file.write(json.dumps(line) + "\n")
            self.lines.append(line)


class Campaign:
    """Runs, several at once."""

    def __init__(self, programs, notes, lanes):
        self.programs, self.notes = programs, notes
        self.pool = concurrent.futures.ThreadPoolExecutor(lanes)
        self.wrong = 0
        self.begun = time.monotonic()

    def say(self, number, count, what, end):
        elapsed = int(time.monotonic() - self.begun)
        print(f"{elapsed // 60:3}:{elapsed % 60:02}  {number} of {count}  {what}: {end}", flush=True)
