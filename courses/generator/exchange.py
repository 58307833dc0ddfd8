"""All endings of the simplified fair exchange that the course `fair-exchange` plays with envelopes.

The seller gives a recording, the buyer a locked payment. Four messages: both commit, the seller opens, the buyer
opens. The arbiter takes an Abort from the seller alone, a Resolve from either side once both have committed, and
never changes the first decision. The tables are the result of following every possible order of moves.
"""

import csv
import html
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

HONEST = "honest"
CHEATS = "cheats"


@dataclass(frozen=True)
class Table:
    """Everything that lies on the table between two moves."""

    seller: str                       # honest or cheats
    buyer: str
    bad_key: bool = False             # the key in the seller's sealed envelope opens nothing
    bad_lock: bool = False            # the buyer's payment is not really locked
    sent: int = 0                     # messages delivered so far, 0 to 4
    ruling: str = ""                  # "", "aborted" or "resolved"
    seller_told: bool = False         # who has heard the ruling
    buyer_told: bool = False
    refused: bool = False             # the arbiter has sent the buyer away because of the lock
    moves: tuple[str, ...] = ()

    def after(self, move: str, **changes: object) -> "Table":
        return replace(self, moves=self.moves + (move,), **changes)

    @property
    def recording(self) -> bool:
        """Does the buyer hold the recording?"""
        return self.sent >= 3 or self.ruling == "resolved"

    @property
    def money(self) -> str:
        """Where the price is: with the buyer, locked, or with the seller."""
        if self.sent < 2 or self.bad_lock or self.ruling == "aborted":
            return "buyer"
        return "seller" if self.sent == 4 or self.ruling == "resolved" else "locked"

    def asked(self, who: str, wish: str) -> "Table":
        """After a call to the arbiter: the first decision stands, a bad key in the envelope is the seller's fault."""
        told = {f"{who}_told": True}
        if self.ruling:
            return self.after(f"{who} asks the arbiter and hears: {self.ruling}", **told)
        if wish == "resolve" and self.bad_lock:
            return self.after(f"{who} asks to resolve and is refused: no lock", refused=True)
        ruling = "aborted" if wish == "abort" or self.bad_key else "resolved"
        return self.after(f"{who} asks to {wish}: {ruling}", ruling=ruling, **told)


def moves(table: Table) -> Iterator[Table]:
    """Every position that one move leads to. Silence is the absence of further moves."""
    seller_cheats, buyer_cheats = table.seller == CHEATS, table.buyer == CHEATS
    if table.sent == 0:
        yield table.after("seller commits", sent=1)
        if seller_cheats:
            yield table.after("seller commits with a bad key in the envelope", sent=1, bad_key=True)
    if table.sent == 1:
        yield table.after("buyer commits", sent=2)
        if buyer_cheats:
            yield table.after("buyer commits without a real lock", sent=2, bad_lock=True)
    if table.sent in (1, 2) and not table.seller_told:
        yield table.asked("seller", "abort")
    if table.sent == 2:
        if not table.bad_key and not table.bad_lock and (seller_cheats or not table.seller_told):
            yield table.after("seller opens", sent=3)
        if not table.seller_told and not table.bad_lock and not table.ruling:
            yield table.asked("seller", "resolve")
        if not table.buyer_told and not table.refused:
            yield table.asked("buyer", "resolve")
    if table.sent == 3:
        if not table.buyer_told or not buyer_cheats:
            yield table.after("buyer opens", sent=4)
        if not table.seller_told:
            yield table.asked("seller", "resolve")
            if seller_cheats and not table.ruling:
                yield table.asked("seller", "abort")
        if buyer_cheats and not table.buyer_told:
            yield table.asked("buyer", "resolve")


def may_stop(table: Table) -> bool:
    """May the run end here? An honest player never leaves while something of its own is promised or bound."""
    seller_done = table.seller == CHEATS or table.sent in (0, 4) or table.seller_told
    buyer_done = table.buyer == CHEATS or table.sent in (0, 1, 4) or table.buyer_told
    return seller_done and buyer_done


def endings() -> list[Table]:
    """All positions in which a run can end, in a fixed order and each order of moves once."""
    found: dict[tuple[str, ...], Table] = {}
    for seller, buyer in ((HONEST, HONEST), (CHEATS, HONEST), (HONEST, CHEATS)):
        waiting = [Table(seller, buyer)]
        while waiting:
            table = waiting.pop(0)
            if may_stop(table) and table.sent:
                found.setdefault(table.moves, table)
            waiting += moves(table)
    return list(found.values())


def verdict(table: Table) -> str:
    """Fair, or who lost. Who breaks the rules may lose by it; nobody else may."""
    seller_lost = table.recording and table.money != "seller"
    buyer_lost = table.money == "seller" and not table.recording
    stuck = table.money == "locked"
    if buyer_lost and table.buyer == HONEST or seller_lost and table.seller == HONEST or stuck:
        return "UNFAIR"
    return "the seller broke the rules and lost by it" if seller_lost else "fair"


HEADINGS = ("no", "seller", "buyer", "moves", "arbiter", "recording", "price", "verdict")


def rows() -> list[tuple[str, ...]]:
    """One row for each ending."""
    out = []
    for number, table in enumerate(endings(), 1):
        out.append((
            str(number), table.seller, table.buyer, "; ".join(table.moves), table.ruling or "not needed",
            "buyer has it" if table.recording else "stays with the seller",
            {"buyer": "stays with the buyer", "seller": "seller has it", "locked": "still locked"}[table.money],
            verdict(table)))
    return out


def _csv() -> Iterable[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows())
    yield text.getvalue().encode()


def _page() -> Iterable[bytes]:
    head = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in HEADINGS)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows())
    yield f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>All endings of the exchange</title>
<link rel="stylesheet" href="../style.css"/>
</head>
<body class="wide">
<nav aria-label="Course"><a href="../index.html">Contents</a> · <a href="../4-when-things-go-wrong.html">Lesson 4</a></nav>
<main>
<h1>All endings of the exchange</h1>
<p>The seller gives a recording, the buyer pays a locked price. Each row is one order of moves that ends a run when at
least one of the two keeps the rules. Silence needs no entry: who falls silent makes no move. The column “moves” shows
why the other can finish all the same. A cheat may also play by the rules for a while; orders of moves that two honest
players can reach as well stand only once, at the top.</p>
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</main>
</body>
</html>
""".encode()


FILES: dict[str, Callable[[], Iterable[bytes]]] = {
    "tables/all-endings.csv": _csv,
    "tables/all-endings.html": _page,
}
