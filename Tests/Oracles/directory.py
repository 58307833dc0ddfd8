"""Directories of The Update Framework by its reference implementation, PyPI's tuf.

Reads a list of tasks from standard input and answers with a list of the same length on standard output. Bytes are base64.
  {"do": "follow", "root": bytes, "steps": [{"time": t, "files": {path: bytes}, "targets": [path, ...]}, ...]}
  {"do": "follow", "root": bytes, "steps": [{"time": t, "url": address, "targets": [path, ...]}, ...]}
      -> for each step, by one client that keeps what it trusts, {"error": name or null, "root": number,
         "targets": {path: bytes, or null where nobody lists it}}
  {"do": "write", "time": t, "contents": {path: bytes}, "evaluator": {path: bytes}}
      -> {"root": bytes, "editions": [{path: bytes}, ...]}: a repository through three editions: founded, then with new keys for
         root, snapshot and timestamp, then with another key for the evaluator and one content more
"""

import base64
import json
import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone

for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer
from tuf.ngclient import FetcherInterface, Updater


def encode(data):
    return base64.b64encode(data).decode()


def decode(text):
    return base64.b64decode(text)


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


class Shelf(FetcherInterface):
    """Files that are at hand."""

    def __init__(self, files):
        self.files = files

    def _fetch(self, url):
        path = url.removeprefix("shelf:/")
        if path not in self.files:
            raise DownloadHTTPError("not there", 404)
        yield decode(self.files[path])


def look(folder, root, step):
    answer = {"error": None, "root": 0, "targets": {}}
    base = step.get("url", "shelf:")
    updater = Updater(
        metadata_dir=f"{folder}/trusted",
        metadata_base_url=f"{base}/metadata/",
        target_dir=f"{folder}/targets",
        target_base_url=f"{base}/targets/",
        fetcher=None if "url" in step else Shelf(step["files"]),
        bootstrap=decode(root),
    )
    updater._trusted_set.reference_time = moment(step["time"])
    try:
        updater.refresh()
        for path in step["targets"]:
            info = updater.get_targetinfo(path)
            if info is None:
                answer["targets"][path] = None
                continue
            with open(updater.download_target(info), "rb") as file:
                answer["targets"][path] = encode(file.read())
    except (RepositoryError, DownloadError) as error:
        print(repr(error), file=sys.stderr)
        answer["error"] = type(error).__name__
    answer["root"] = updater._trusted_set.root.version
    return answer


def follow(task):
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/trusted")
        os.makedirs(f"{folder}/targets")
        return [look(folder, task["root"], step) for step in task["steps"]]


class Repository:
    def __init__(self, task):
        self.until = moment(task["time"]) + timedelta(days=30)
        self.files = {}
        self.root_signers = [CryptoSigner.generate_ecdsa() for _ in range(3)]
        self.signers = {
            "targets": CryptoSigner.generate_ecdsa(),
            "snapshot": CryptoSigner.generate_ed25519(),
            "timestamp": CryptoSigner.generate_ecdsa(),
        }
        self.evaluator = CryptoSigner.generate_ecdsa()
        self.root = Root(version=1, expires=self.until)
        self.targets = Targets(version=1, expires=self.until)
        self.delegated = Targets(version=1, expires=self.until)
        self.snapshot = Snapshot(version=1, expires=self.until)
        self.timestamp = Timestamp(version=1, expires=self.until)
        self.roots = []
        self.editions = []

    def write(self, name, signed, signers, prefixed=True):
        metadata = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        data = metadata.to_bytes(JSONSerializer(compact=False))
        self.files[f"metadata/{signed.version}.{name}.json" if prefixed else f"metadata/{name}.json"] = data
        return data

    def publish_root(self, old_signers):
        if self.roots:
            self.root.version += 1
        self.root.roles["root"].threshold = 2
        for role in ["root", *self.signers]:
            for keyid in list(self.root.roles[role].keyids):
                self.root.revoke_key(keyid, role)
            for signer in self.root_signers if role == "root" else [self.signers[role]]:
                self.root.add_key(signer.public_key, role)
        self.roots.append(self.write("root", self.root, self.root_signers[:2] + old_signers[:2]))

    def delegate(self):
        keyid = self.evaluator.public_key.keyid
        role = DelegatedRole("stiftung", [keyid], 1, True, paths=["evaluations/stiftung/*"])
        self.targets.delegations = Delegations({keyid: self.evaluator.public_key}, {"stiftung": role})

    def add(self, targets, contents):
        for path, text in contents.items():
            data = decode(text)
            file = TargetFile.from_data(path, data, ["sha256"])
            targets.targets[path] = file
            self.files[f"targets/{file.get_prefixed_paths()[0]}"] = data

    def publish(self):
        meta = {}
        for name, signed, signer in [
            ("targets", self.targets, self.signers["targets"]),
            ("stiftung", self.delegated, self.evaluator),
        ]:
            if self.editions:
                signed.version += 1
            meta[f"{name}.json"] = MetaFile.from_data(signed.version, self.write(name, signed, [signer]), ["sha256"])
        self.snapshot.meta = meta
        if self.editions:
            self.snapshot.version += 1
            self.timestamp.version += 1
        data = self.write("snapshot", self.snapshot, [self.signers["snapshot"]])
        self.timestamp.snapshot_meta = MetaFile.from_data(self.snapshot.version, data, ["sha256"])
        self.write("timestamp", self.timestamp, [self.signers["timestamp"]], prefixed=False)
        self.editions.append({path: encode(data) for path, data in self.files.items()})


def write(task):
    repository = Repository(task)
    repository.publish_root([])
    repository.delegate()
    repository.add(repository.targets, task["contents"])
    repository.add(repository.delegated, task["evaluator"])
    repository.publish()
    old = repository.root_signers
    repository.root_signers = [CryptoSigner.generate_ed25519() for _ in range(2)]
    repository.signers["snapshot"] = CryptoSigner.generate_ecdsa()
    repository.signers["timestamp"] = CryptoSigner.generate_ed25519()
    repository.publish_root(old)
    repository.publish()
    repository.evaluator = CryptoSigner.generate_ed25519()
    repository.delegate()
    repository.add(repository.targets, {"packages/late.json": encode(b"late")})
    repository.publish()
    return {"root": encode(repository.roots[0]), "editions": repository.editions}


json.dump([{"follow": follow, "write": write}[task["do"]](task) for task in json.load(sys.stdin)], sys.stdout)
