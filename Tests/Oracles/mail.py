"""Mails by Python's own package email. Reads {"mails": [base64, ...], "files": [base64, ...], "type": media type, "name": file name} and
answers on standard output with {"read": [[[type, name, base64], ...], ...], "written": [[base64, ...], ...]}: the attachments of each mail,
and each file as an attachment of mails in several forms."""

import base64
import email
import email.policy
import json
import sys
from email.message import EmailMessage


def text(data):
    return base64.b64encode(data).decode()


def attachments(mail):
    message = email.message_from_bytes(mail, policy=email.policy.default)
    return [[part.get_content_type(), part.get_filename(), text(part.get_content())] for part in message.iter_attachments()]


def drafts(data, media, name):
    main, sub = media.split("/")
    for policy in (email.policy.SMTP, email.policy.default):
        for encoding in ("base64", "quoted-printable"):
            message = EmailMessage(policy=policy)
            message["From"] = "Shop <shop@example.org>"
            message["To"] = "buyer@example.org"
            message["Subject"] = "Ein Angebot für Sie – μία προσφορά " * 4
            message.set_content("Bitte sehr.\n--not a boundary\n")
            message.add_alternative("<p>Bitte sehr.</p>", subtype="html")
            message.add_attachment(b"\x00\xff picture", maintype="image", subtype="png", filename="a b;\"c\".png")
            message.add_attachment(data, maintype=main, subtype=sub, filename=name, cte=encoding)
            yield message.as_bytes()
    # As a mail program sends a file whose type it does not know, and as the whole mail.
    message = EmailMessage()
    message.set_content("Here it is.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    yield message.as_bytes()
    message = EmailMessage()
    message.set_content(data, maintype=main, subtype=sub, filename=name)
    yield message.as_bytes()


question = json.load(sys.stdin)
files = [base64.b64decode(data) for data in question["files"]]
answer = {
    "read": [attachments(base64.b64decode(mail)) for mail in question["mails"]],
    "written": [[text(mail) for mail in drafts(data, question["type"], question["name"])] for data in files],
}
json.dump(answer, sys.stdout)
