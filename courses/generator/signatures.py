"""The practice files of the course `digital-signatures`: texts, signatures, certificates, a revocation list."""

import hashlib
from collections.abc import Callable, Iterable

from .certificates import Holder, certificate, revocation_list

ROOT = Holder("Practice Root", "root")
ISSUER = Holder("Practice Issuing Authority", "issuer")
SHOP = Holder("shop.example", "shop")
OLD_SHOP = Holder("shop.example", "shop, first key")
LOST_SHOP = Holder("shop.example", "shop, lost key")
FALSE_ROOT = Holder("Practice Root", "somebody else's root")
FALSE_SHOP = Holder("shop.example", "somebody else's shop")
BANK = Holder("bank.example", "bank")
STRANGER = Holder("stranger", "stranger")

ORDER = """Order 2041 to shop.example
Date: 2026-03-02
Item: Practical course "Digital signatures and certificates in practice"
Quantity: 1
Price: 9.50 EUR
This text was signed with the key of the buyer.
""".encode()

CONFIRMATION = b"I accept your offer. Please deliver as agreed.\n"

BUYER = Holder("buyer", "buyer")


def _altered() -> bytes:
    return ORDER.replace(b"9.50", b"6.50")


def _lookalike() -> bytes:
    """The same words, but with the line ends of another operating system."""
    return ORDER.replace(b"\n", b"\r\n")


MAKERS: dict[str, Callable[[], bytes]] = {
    "practice/order.txt": lambda: ORDER,
    "practice/order.sig": lambda: BUYER.key.sign(ORDER),
    "practice/order-altered.txt": _altered,
    "practice/order-lookalike.txt": _lookalike,
    "practice/order-stranger.sig": lambda: STRANGER.key.sign(ORDER),
    "practice/confirmation.txt": lambda: CONFIRMATION,
    "practice/confirmation.sig": lambda: BUYER.key.sign(CONFIRMATION),
    "practice/buyer-public.pem": BUYER.public_pem,
    "practice/stranger-public.pem": STRANGER.public_pem,
    "practice/root.pem": lambda: certificate(ROOT, ROOT, 1, "2024-01-01", "2049-12-31", True),
    "practice/issuing.pem": lambda: certificate(ROOT, ISSUER, 2, "2024-01-01", "2044-12-31", True, path_length=0),
    "practice/shop.pem": lambda: certificate(
        ISSUER, SHOP, 4001, "2025-01-01", "2044-12-31", False, host="shop.example"),
    "practice/shop-expired.pem": lambda: certificate(
        ISSUER, OLD_SHOP, 4000, "2024-01-01", "2024-12-31", False, host="shop.example"),
    "practice/shop-revoked.pem": lambda: certificate(
        ISSUER, LOST_SHOP, 4002, "2025-01-01", "2044-12-31", False, host="shop.example"),
    "practice/issuing-crl.pem": lambda: revocation_list(
        ISSUER, 7, "2025-06-01", "2044-12-31", {3977: "2024-11-05", 4002: "2025-05-14"}),
    "practice/false-root.pem": lambda: certificate(FALSE_ROOT, FALSE_ROOT, 1, "2024-01-01", "2049-12-31", True),
    "practice/shop-false.pem": lambda: certificate(
        FALSE_ROOT, FALSE_SHOP, 4001, "2025-01-01", "2044-12-31", False, host="shop.example"),
    "practice/bank-by-shop.pem": lambda: certificate(
        SHOP, BANK, 1, "2025-01-01", "2044-12-31", False, host="bank.example"),
}


def _checksums() -> Iterable[bytes]:
    for path, make in sorted(MAKERS.items()):
        yield f"{hashlib.sha256(make()).hexdigest()}  {path.rsplit('/', 1)[1]}\n".encode()


def _whole(make: Callable[[], bytes]) -> Callable[[], Iterable[bytes]]:
    return lambda: [make()]


FILES: dict[str, Callable[[], Iterable[bytes]]] = {
    **{path: _whole(make) for path, make in MAKERS.items()},
    "practice/SHA256SUMS": _checksums,
}
