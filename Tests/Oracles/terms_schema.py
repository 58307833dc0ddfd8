"""Terms of business by their JSON Schema and the jsonschema library, nothing of Semper.

Reads {"schema": SCHEMA, "instances": [...]} from standard input and answers with a list of true and false: whether each fits.
"""

import json
import sys

import jsonschema

task = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(task["schema"])
validator = jsonschema.Draft202012Validator(task["schema"])
json.dump([validator.is_valid(instance) for instance in task["instances"]], sys.stdout)
