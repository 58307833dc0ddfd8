"""WAV files and the signals in them, as lists of 16-bit sample values."""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator

from .whole_numbers import divide_rounded, sine_table

TURN = 1 << 32
FULL = 32767


def wav_header(rate: int, channels: int, frames: int) -> bytes:
    """The 44-byte header of a PCM WAV file with 16 bits for each sample."""
    size = frames * channels * 2
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, channels,
        rate, rate * channels * 2, channels * 2, 16, b"data", size)


def little_endian(samples: array) -> bytes:
    """The bytes of an array of samples in the order that WAV files want."""
    if sys.byteorder == "big":
        samples = array(samples.typecode, samples)
        samples.byteswap()
    return samples.tobytes()


def clipped(samples: Iterable[int]) -> list[int]:
    """The samples, limited to what 16 bits can hold."""
    return [-32768 if s < -32768 else 32767 if s > 32767 else s for s in samples]


def mono(rate: int, samples: list[int]) -> Iterator[bytes]:
    """A whole WAV file with one channel."""
    yield wav_header(rate, 1, len(samples))
    yield little_endian(array("h", samples))


def stereo(rate: int, frames: int, blocks: Iterable[tuple[list[int], list[int]]]) -> Iterator[bytes]:
    """A whole WAV file with two channels, written block by block."""
    yield wav_header(rate, 2, frames)
    written = 0
    for left, right in blocks:
        both = array("h", bytes(4 * len(left)))
        both[0::2] = array("h", left)
        both[1::2] = array("h", right)
        written += len(left)
        yield little_endian(both)
    if written != frames:
        raise ValueError(f"the header promises {frames} frames, the blocks held {written}")


def increment(hertz: int, rate: int, per: int = 1) -> int:
    """The phase step for a tone of hertz/per at the given sampling rate."""
    return divide_rounded(hertz * TURN, rate * per)


class Oscillator:
    """A tone generator with a phase that continues from one block to the next."""

    def __init__(self, amplitude: int, quarter_turns: int = 0):
        self.table = sine_table(amplitude)
        self.phase = quarter_turns * (TURN // 4)

    def steady(self, count: int, step: int) -> list[int]:
        """`count` samples with a constant phase step."""
        table, start = self.table, self.phase
        stop = start + count * step
        self.phase = stop % TURN
        if step == 0:
            return [table[start >> 16]] * count
        return [table[(p >> 16) & 65535] for p in range(start, stop, step)]

    def varying(self, steps: Iterable[int]) -> list[int]:
        """One sample for each phase step given."""
        table, phase = self.table, self.phase
        out = []
        append = out.append
        for step in steps:
            append(table[phase >> 16])
            phase = (phase + step) & 0xFFFFFFFF
        self.phase = phase
        return out


def tone(rate: int, milliseconds: int, hertz: int, amplitude: int, per: int = 1) -> list[int]:
    """A plain tone that starts at phase zero."""
    return Oscillator(amplitude).steady(rate * milliseconds // 1000, increment(hertz, rate, per))


def silence(rate: int, milliseconds: int) -> list[int]:
    """Nothing, for a while."""
    return [0] * (rate * milliseconds // 1000)


def mixed(*signals: list[int]) -> list[int]:
    """The sum of signals of equal length."""
    return [sum(values) for values in zip(*signals)]


def softened(samples: list[int], rate: int, milliseconds: int = 8) -> list[int]:
    """The same signal with straight ramps at both ends, so that it starts and stops without a click."""
    ramp = min(len(samples) // 2, rate * milliseconds // 1000)
    out = list(samples)
    for k in range(ramp):
        out[k] = out[k] * k // ramp
        out[-1 - k] = out[-1 - k] * k // ramp
    return out


def filtered(samples: list[int], taps: list[int], shift: int) -> list[int]:
    """A finite impulse response filter with a symmetric, odd number of taps, delay removed."""
    half = len(taps) // 2
    padded = [0] * half + samples + [0] * half
    count = len(samples)
    sums = [value * taps[half] for value in samples]
    for k in range(half):
        tap = taps[k]
        if tap:
            mirror = len(taps) - 1 - k
            sums = [s + tap * (a + b)
                    for s, a, b in zip(sums, padded[k:k + count], padded[mirror:mirror + count])]
    return [s >> shift for s in sums]
