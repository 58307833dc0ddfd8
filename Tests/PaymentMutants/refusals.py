"""Finds where Swift code refuses: conditions of guards and ifs that end in a refusal, and calls that only check."""

import dataclasses
import re

# How the body of a guard or if says no.
REFUSES = re.compile(r"\bthrow\b|\breturn (false|nil|no\(|decision\()")
# That our own archive has lost something is no refusal.
CORRUPT = "ArchiveError(.corrupt"
BINDING = re.compile(r"(let|var|case)\b|#")


@dataclasses.dataclass(frozen=True)
class Refusal:
    """A condition without which something would be accepted that is refused now."""

    file: str
    start: int
    end: int
    # "holds": a condition of a guard; "fails": one of an if; "call": a statement that throws.
    shape: str
    text: str
    line: int

    @property
    def words(self):
        return " ".join(self.text.split())


def skip(text, at):
    """The place behind the string literal or comment that begins here, or None."""
    if text.startswith("//", at):
        end = text.find("\n", at)
        return len(text) if end < 0 else end
    if text[at] != '"':
        return None
    quote = '"""' if text.startswith('"""', at) else '"'
    at += len(quote)
    while not text.startswith(quote, at):
        if text.startswith("\\(", at):
            at = closing(text, at + 1)
        elif text[at] == "\\":
            at += 1
        at += 1
    return at + len(quote)


def closing(text, at):
    """The place of the bracket that closes the one here."""
    depth = 0
    while True:
        past = skip(text, at)
        if past is not None:
            at = past
            continue
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            depth -= 1
            if depth == 0:
                return at
        at += 1


def parts(text, start, end, separator):
    """The spans between separators that stand outside of all brackets."""
    spans, begin, at = [], start, start
    while at < end:
        past = skip(text, at)
        if past is not None:
            at = past
        elif text[at] in "([{":
            at = closing(text, at) + 1
        elif text.startswith(separator, at):
            spans.append((begin, at))
            at += len(separator)
            begin = at
        else:
            at += 1
    spans.append((begin, end))
    trimmed = []
    for begin, stop in spans:
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        trimmed.append((begin, stop))
    return trimmed


def body(text, at, word):
    """The end of the conditions that begin here, and the span of the body behind them."""
    while True:
        past = skip(text, at)
        if past is not None:
            at = past
        elif word == "guard" and re.match(r"\belse\s*\{", text[at:at + 12]):
            opening = text.index("{", at)
            return at, opening, closing(text, opening)
        elif word == "if" and text[at] == "{":
            return at, at, closing(text, at)
        elif text[at] in "([{":
            at = closing(text, at) + 1
        else:
            at += 1


def atoms(text, start, end):
    """The conditions that can be taken away one by one."""
    for begin, stop in parts(text, start, end, ","):
        piece = text[begin:stop]
        if BINDING.match(piece):
            continue
        either = len(parts(text, begin, stop, "||")) > 1 or len(parts(text, begin, stop, " ? ")) > 1
        if either or re.match(r"(try|await)\b", piece):
            yield begin, stop
        else:
            yield from parts(text, begin, stop, "&&")


def find(text, file, calls):
    """All refusals of one file. `calls` are functions that return nothing and throw what they refuse."""
    found = []

    def add(start, end, shape):
        found.append(Refusal(file, start, end, shape, text[start:end], text.count("\n", 0, start) + 1))

    for match in re.finditer(r"^\s*(?:\} else |case [^\n]*?: |default: )?(guard|if) ", text, re.MULTILINE):
        end, opening, close = body(text, match.end(), match.group(1))
        # An if that refuses does nothing else.
        says = text[opening + 1:close].strip()
        refuses = REFUSES.match(says) if match.group(1) == "if" else REFUSES.search(says)
        if refuses and CORRUPT not in says:
            for start, stop in atoms(text, match.end(), end):
                add(start, stop, "holds" if match.group(1) == "guard" else "fails")
    # A condition that a function answers with.
    for match in re.finditer(r"^\s*return (?!try|await)", text, re.MULTILINE):
        end = match.end()
        while text[end] not in "\n}" or (text[end] == "\n" and text[end:].lstrip().startswith(("&&", "||", "."))):
            end = skip(text, end) or (closing(text, end) + 1 if text[end] in "([{" else end + 1)
        spans = parts(text, match.end(), end, "&&")
        if len(spans) > 1 and all(len(parts(text, match.end(), end, word)) == 1 for word in ("||", " ? ")):
            for start, stop in spans:
                add(start, stop, "holds")
    if calls:
        names = "|".join(map(re.escape, calls))
        for match in re.finditer(rf"^[ ]*(try (?:await )?(?:{names})\()", text, re.MULTILINE):
            add(match.start(1), closing(text, match.end(1) - 1) + 1, "call")
    return sorted(set(found), key=lambda refusal: refusal.start)


def planted(text, numbered, switch):
    """The text with each refusal behind a switch that is set at run time."""
    for number, refusal in sorted(numbered, key=lambda pair: -pair[1].start):
        piece = text[refusal.start:refusal.end]
        if refusal.shape == "call":
            new = f"do {{ {piece} }} catch {{ if {switch}.keeps({number}) {{ throw error }} }}"
        else:
            new = f"{switch}.{refusal.shape}({number}, {piece})"
        text = text[:refusal.start] + new + text[refusal.end:]
    return text
