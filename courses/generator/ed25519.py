"""Ed25519 signatures (RFC 8032), for the practice files only: slow, and not hardened against side channels."""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
_BASE_Y = 4 * pow(5, P - 2, P) % P

Point = tuple[int, int, int, int]          # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def _even_x(y: int) -> int:
    """The even x of the curve point with this y."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 else x


_X = _even_x(_BASE_Y)
BASE: Point = (_X, _BASE_Y, 1, _X * _BASE_Y % P)


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _encoded(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class SigningKey:
    """A key pair made from a 32-byte seed."""

    def __init__(self, seed: bytes):
        digest = hashlib.sha512(seed).digest()
        scalar = int.from_bytes(digest[:32], "little")
        self._scalar = scalar & ((1 << 254) - 8) | 1 << 254
        self._prefix = digest[32:]
        self.public = _encoded(_times(self._scalar, BASE))

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature; the same message always gets the same one."""
        r = int.from_bytes(hashlib.sha512(self._prefix + message).digest(), "little") % L
        point = _encoded(_times(r, BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % L
        return point + ((r + k * self._scalar) % L).to_bytes(32, "little")
