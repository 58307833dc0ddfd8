"""A purse and a merchant's module of profile chipper/1, written from docs/chipper.md alone.

First line: JSON with the personalisation. Then one command a line in hexadecimal, answered likewise; "reset" resets.
"""
import hashlib
import json
import os
import struct
import sys

from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC


def cmac(key, message):
    mac = CMAC(AES(key))
    mac.update(message)
    return mac.finalize()


def seal(key, message):
    return cmac(key, message)[:8]


def card_key(master, use, number, version):
    return cmac(master, b"\x01" + use.encode() + b"\x00" + number + bytes([version]))


def transaction_key(key, nt):
    return cmac(key, b"\x01SK\x00" + struct.pack(">H", nt))


class Status(Exception):
    pass


class Offer:
    """What S1 and S2 are over."""

    def __init__(self, kind, purse, nt, balance, amount, reference, terminal, random):
        self.kind, self.purse, self.nt, self.balance = kind, purse, nt, balance
        self.amount, self.reference, self.terminal, self.random = amount, reference, terminal, random
        self.paid = self.asked = 0

    def s1(self, key):
        return seal(key, bytes([0x51, self.kind]) + self.purse + struct.pack(">IHI", self.balance, self.nt, self.amount)
                    + self.reference + self.terminal + self.random)

    def s2(self, key, amount):
        return seal(key, bytes([0x52, self.kind]) + self.purse + struct.pack(">HI", self.nt, amount)
                    + self.reference + self.terminal + self.random)


def s3(key, kind, purse, nt, amount, balance, reference, terminal):
    return seal(key, bytes([0x53, kind]) + purse + struct.pack(">HII", nt, amount, balance) + reference + terminal)


class Card:
    def apdu(self, command):
        if len(command) < 4:
            return b"\x67\x00"
        cla, ins, p1, p2 = command[:4]
        body = command[4:]
        data = body[1:1 + body[0]] if len(body) > 1 else b""
        try:
            return self.run(cla, ins, p1, p2, data) + b"\x90\x00"
        except Status as status:
            return bytes.fromhex(status.args[0])


class Purse(Card):
    def __init__(self, setup):
        self.number = bytes.fromhex(setup["number"])
        self.provider = bytes.fromhex(setup["provider"])
        self.version, self.currency = setup["version"], setup["currency"].encode()
        keys = {use: bytes.fromhex(setup["masters"][use]) for use in ("LOAD", "PURCHASE")}
        self.keys = {use: card_key(key, use, self.number, self.version) for use, key in keys.items()}
        self.expiry, self.maximum, self.balance, self.nt = setup["expiry"], setup["maximum"], 0, 0
        self.entries, self.open = {}, None

    def reset(self):
        self.open = None

    def key(self, kind, nt):
        return transaction_key(self.keys["LOAD" if kind in (0, 3) else "PURCHASE"], nt)

    def run(self, cla, ins, p1, p2, data):
        if (cla, ins) == (0, 0xA4):
            self.open = None
            return (b"\x01" + self.number + self.provider + self.currency + bytes([self.version])
                    + bytes.fromhex(self.expiry) + struct.pack(">IB", self.maximum, 0))
        if (cla, ins) == (0x90, 0x50):
            return self.initialize(p1, data)
        if (cla, ins) in ((0x90, 0x52), (0x90, 0x54)):
            return self.move(ins == 0x52, data)
        if (cla, ins) == (0x90, 0x5A):
            return self.history(p1, p2, data)
        if (cla, ins) == (0x90, 0x5C):
            return struct.pack(">I", self.balance)
        raise Status("6D00")

    def initialize(self, kind, data):
        amount, reference, terminal, date = struct.unpack(">I32s8s4s", data)
        self.open = None
        if date.hex() > self.expiry and kind != 3:
            raise Status("6984")
        if kind in (1, 2, 3) and amount > self.balance:
            raise Status("9401")
        if kind in (0, 4) and amount + self.balance > self.maximum:
            raise Status("9404")
        if kind == 4:
            last = self.entries.get(max(self.entries, default=0))
            if not last or last[0] not in (1, 2) or (last[1], last[3], last[4]) != (amount, reference, terminal):
                raise Status("6985")
        self.nt += 1
        self.date = date
        self.open = Offer(kind, self.number, self.nt, self.balance, amount, reference, terminal, os.urandom(8))
        return (self.number + struct.pack(">BHI", self.version, self.nt, self.balance) + self.open.random
                + self.open.s1(self.key(kind, self.nt)))

    def move(self, credits, data):
        offer = self.open
        if not offer or credits != (offer.kind in (0, 4)):
            raise Status("6985")
        total = offer.amount
        if offer.kind == 2:
            total, data = struct.unpack(">I", data[:4])[0], data[4:]
            if not offer.paid < total <= offer.amount:
                raise Status("6A80")
        self.open = None
        key = self.key(offer.kind, offer.nt)
        if data != offer.s2(key, total):
            raise Status("9302")
        self.balance = offer.balance + (total if credits else -total)
        mac = s3(key, offer.kind, self.number, offer.nt, total, self.balance, offer.reference, offer.terminal)
        self.entries[offer.nt] = (offer.kind, total, self.balance, offer.reference, offer.terminal, self.date, mac)
        if offer.kind == 2:
            offer.paid, self.open = total, offer
        return struct.pack(">I", self.balance) + mac

    def history(self, p1, kind, data):
        nt = self.nt if p1 == 0 else struct.unpack(">H", data)[0]
        if self.open and self.open.nt == nt:
            self.open = None
        mac = s3(self.key(kind, nt), kind, self.number, nt, 0, self.balance, bytes(32), bytes(8))
        entry = self.entries.get(nt, (kind, 0, self.balance, bytes(32), bytes(8), bytes(4), mac))
        return struct.pack(">BHII32s8s4s8s", entry[0], nt, *entry[1:])


class Module(Card):
    def __init__(self, setup):
        self.number = bytes.fromhex(setup["number"])
        self.provider, self.currency = bytes.fromhex(setup["provider"]), setup["currency"].encode()
        self.version, self.purchase = setup["version"], bytes.fromhex(setup["masters"]["PURCHASE"])
        self.collection = card_key(bytes.fromhex(setup["masters"]["COLLECTION"]), "COLLECTION", self.number, self.version)
        self.open, self.last, self.records, self.closed, self.serial, self.counter = {}, {}, [], [], 0, 0

    def reset(self):
        pass

    def key(self, purse, nt):
        return transaction_key(card_key(self.purchase, "PURCHASE", purse, self.version), nt)

    def run(self, cla, ins, p1, p2, data):
        if (cla, ins) == (0, 0xA4):
            return b"\x01" + self.number + self.provider + self.currency + struct.pack(">BH", self.version, 1000)
        handlers = {0x70: self.order, 0x72: self.complete, 0x76: self.close, 0x7A: self.acknowledge, 0x7E: self.status}
        if ins in handlers:
            return handlers[ins](data)
        if ins == 0x74:
            return self.end(data) if p1 else self.step(data)
        if ins == 0x78:
            return self.closed[p1 << 8 | p2]
        raise Status("6D00")

    def order(self, data):
        kind, purse, version, nt, balance, amount, reference, random, mac = struct.unpack(">B8sBHII32s8s8s", data)
        offer = Offer(kind, purse, nt, balance, amount, reference, self.number, random)
        if version != self.version:
            raise Status("6A80")
        key = self.key(purse, nt)
        if mac != offer.s1(key):
            raise Status("9302")
        if nt <= self.last.get(purse, 0):
            raise Status("6985")
        if kind == 4:
            mine = [record for record in self.records if record[5:13] == purse]
            if not mine or mine[-1][0] == 4 or mine[-1][15:51] != struct.pack(">I", amount) + reference:
                raise Status("6985")
        elif amount > balance:
            raise Status("9401")
        self.last[purse] = nt
        self.open[purse, nt] = offer
        return b"" if kind == 2 else offer.s2(key, amount)

    def complete(self, data):
        purse, nt, amount, balance, mac = struct.unpack(">8sHII8s", data)
        offer = self.open.get((purse, nt))
        if not offer:
            raise Status("6A83")
        nothing = amount == 0
        key = self.key(purse, nt)
        if mac != s3(key, offer.kind, purse, nt, amount, balance, bytes(32) if nothing else offer.reference,
                     bytes(8) if nothing else self.number):
            raise Status("9302")
        sign = 1 if offer.kind == 4 else -1
        if not nothing and balance != offer.balance + sign * amount:
            raise Status("6A80")
        if offer.kind == 2 and not nothing:
            offer.paid = amount
            return b""
        del self.open[purse, nt]
        return b"" if nothing else self.credit(offer, amount)

    def credit(self, offer, amount):
        self.serial += 1
        fields = offer.purse + struct.pack(">HI", offer.nt, amount) + offer.reference
        serial = struct.pack(">I", self.serial)
        mac = seal(self.collection, bytes([0x54, offer.kind]) + self.number + serial + fields)
        self.records.append(bytes([offer.kind]) + serial + fields + mac)
        return serial + mac

    def step(self, data):
        purse, nt, total = struct.unpack(">8sHI", data)
        offer = self.open[purse, nt]
        return offer.s2(self.key(purse, nt), total)

    def end(self, data):
        offer = self.open.pop(struct.unpack(">8sH", data))
        return self.credit(offer, offer.paid) if offer.paid else b""

    def root(self, records):
        tag = lambda name: b"semper/collection-" + name + b"/1\x00"
        if len(records) == 1:
            return hashlib.sha256(tag(b"leaf") + records[0]).digest()
        split = 1 << (len(records) - 1).bit_length() - 1
        return hashlib.sha256(tag(b"node") + self.root(records[:split]) + self.root(records[split:])).digest()

    def total(self, records):
        return sum(struct.unpack(">I", r[15:19])[0] * (-1 if r[0] == 4 else 1) for r in records)

    def close(self, _):
        if not self.closed:
            if not self.records:
                raise Status("6A83")
            self.closed, self.records, self.counter = self.records, [], self.counter + 1
        fields = struct.pack(">IHQ", self.counter, len(self.closed), self.total(self.closed)) + self.root(self.closed)
        return fields + seal(self.collection, b"\x56" + self.number + fields)

    def acknowledge(self, data):
        if data[4:] != seal(self.collection, b"\x57" + self.number + data[:4] + self.root(self.closed)):
            raise Status("9302")
        self.closed = []
        return b""

    def status(self, _):
        return struct.pack(">QHHHIH", self.total(self.records + self.closed), len(self.open), len(self.records),
                           len(self.closed), self.counter, 0)


def main():
    setup = json.loads(sys.stdin.readline())
    card = {"purse": Purse, "module": Module}[setup["card"]](setup)
    for line in sys.stdin:
        if line.strip() == "reset":
            card.reset()
            continue
        print(card.apdu(bytes.fromhex(line.strip())).hex(), flush=True)


main()
