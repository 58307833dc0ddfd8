"""Spectrogram pictures: an integer Fourier transform and a PNG writer whose output depends on no compressor."""

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

from .whole_numbers import sine_table

# Dark blue through violet and orange to pale yellow: each stop is (level, red, green, blue).
_STOPS = ((0, 8, 8, 32), (70, 60, 20, 110), (130, 160, 40, 110), (190, 235, 120, 50), (255, 255, 250, 200))


def _palette() -> bytes:
    out = bytearray()
    for level in range(256):
        for (a, *low), (b, *high) in zip(_STOPS, _STOPS[1:]):
            if a <= level <= b:
                out += bytes(x + (y - x) * (level - a) // (b - a) for x, y in zip(low, high))
                break
    return bytes(out)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _stored(data: bytes) -> bytes:
    """A zlib stream of uncompressed blocks. Real compression would differ between zlib versions."""
    out = bytearray(b"\x78\x01")
    for start in range(0, len(data), 65535):
        block = data[start:start + 65535]
        last = start + 65535 >= len(data)
        out += struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block
    return bytes(out + struct.pack(">I", zlib.adler32(data)))


def png(rows: list[bytes], palette: bytes | None = None) -> bytes:
    """A PNG file of 8-bit rows, in shades of grey or through a palette of 256 colours."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3 if palette else 0, 0, 0, 0)
    body = _stored(b"".join(b"\0" + row for row in rows))
    colours = _chunk(b"PLTE", palette) if palette else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + colours + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


@lru_cache(maxsize=None)
def _twiddles(count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Cosines and sines of the first half turn in `count` steps a turn, with 14 fractional bits."""
    table, step = sine_table(1 << 14, 4096), 4096 // count
    return (tuple(table[(k * step + 1024) % 4096] for k in range(count // 2)),
            tuple(table[k * step] for k in range(count // 2)))


def transform(real: list[int], imaginary: list[int]) -> tuple[list[int], list[int]]:
    """The discrete Fourier transform for a power of two from 2 to 4096."""
    count = len(real)
    if count == 2:
        (a, b), (c, d) = real, imaginary
        return [a + b, a - b], [c + d, c - d]
    even_r, even_i = transform(real[0::2], imaginary[0::2])
    odd_r, odd_i = transform(real[1::2], imaginary[1::2])
    if count == 4:
        # Quarter turns need no multiplication.
        turned_r, turned_i = [odd_r[0], odd_i[1]], [odd_i[0], -odd_r[1]]
    else:
        cosines, sines = _twiddles(count)
        turned_r = [(r * c + i * s) >> 14 for r, i, c, s in zip(odd_r, odd_i, cosines, sines)]
        turned_i = [(i * c - r * s) >> 14 for r, i, c, s in zip(odd_r, odd_i, cosines, sines)]
    return ([e + t for e, t in zip(even_r, turned_r)] + [e - t for e, t in zip(even_r, turned_r)],
            [e + t for e, t in zip(even_i, turned_i)] + [e - t for e, t in zip(even_i, turned_i)])


def shade(power: int, top: int, reach: int) -> int:
    """A colour number for a power: 255 at `top` sixteenths of an octave, 0 at `reach` sixteenths below it."""
    if power <= 0:
        return 0
    length = power.bit_length()
    mantissa = (power << (5 - length) if length < 5 else power >> (length - 5)) & 15
    level = 255 * (16 * length + mantissa - top + reach) // reach
    return 0 if level < 0 else 255 if level > 255 else level


def spectrogram(read: Callable[[int, int], list[int]], frames: int, width: int, window: int = 512,
                shown: range | None = None, magnified: int = 1) -> bytes:
    """A PNG picture, time to the right and frequency upwards, of a signal read piece by piece.

    `read(start, count)` returns samples. `shown` picks the frequencies, counted in steps of sampling rate divided
    by window; each becomes `magnified` rows. The darkest colour stands for 84 decibels below the strongest point.
    Two columns share one transform: the first is its real part, the second its imaginary part.
    """
    table = sine_table(1 << 13, 4096)
    hann = [(1 << 13) - table[(k * 4096 // window + 1024) % 4096] for k in range(window)]
    shown = shown or range(window // 2)
    reach = 84 * 16 * 1000 // 3010
    starts = [(frames - window) * column // (width - 1) for column in range(width)]
    powers = []
    for pair in range(0, width, 2):
        first, second = read(starts[pair], window), read(starts[pair + 1], window)
        real, imaginary = transform([s * h >> 14 for s, h in zip(first, hann)],
                                    [s * h >> 14 for s, h in zip(second, hann)])
        a, b = [], []
        for k in shown:
            m = -k % window
            a.append((real[k] + real[m]) ** 2 + (imaginary[k] - imaginary[m]) ** 2)
            b.append((imaginary[k] + imaginary[m]) ** 2 + (real[m] - real[k]) ** 2)
        powers += [a, b]
    strongest = max(max(column) for column in powers)
    top = 16 * strongest.bit_length()
    columns = [bytes(shade(p, top, reach) for p in column) for column in powers]
    rows = [bytes(column[k] for column in columns) for k in reversed(range(len(shown))) for _ in range(magnified)]
    return png(rows, _palette())
