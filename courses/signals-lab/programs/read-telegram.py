"""Reads the text in recordings/frequency-shift-keying.wav: the solution of exercise 7.

    python3 read-telegram.py recordings/frequency-shift-keying.wav
"""

import math
import sys
import wave
from array import array

BITS_A_SECOND = 300
ONE, ZERO = 980, 1180


def strength(piece: list[int], hertz: int, rate: int) -> float:
    """How much of a frequency is in a piece: the length of its correlation with cosine and sine."""
    turn = 2 * math.pi * hertz / rate
    return math.hypot(sum(s * math.cos(turn * k) for k, s in enumerate(piece)),
                      sum(s * math.sin(turn * k) for k, s in enumerate(piece)))


def bits(path: str, seconds: int) -> list[int]:
    """One bit for each 1/300 second of the left channel: which of the two tones is stronger?"""
    with wave.open(path) as file:
        rate = file.getframerate()
        samples = array("h", file.readframes(rate * seconds))
        if sys.byteorder == "big":
            samples.byteswap()
        left = samples[0::file.getnchannels()].tolist()
    size = rate // BITS_A_SECOND
    pieces = [left[k:k + size] for k in range(0, len(left) - size + 1, size)]
    return [1 if strength(p, ONE, rate) > strength(p, ZERO, rate) else 0 for p in pieces]


def text(stream: list[int]) -> str:
    """Each character is a start bit 0, eight bits from the lowest up, and a stop bit 1. At rest the line is 1."""
    out, position = [], 0
    while position + 10 <= len(stream):
        if stream[position] == 0 and stream[position + 9] == 1:
            out.append(chr(sum(bit << k for k, bit in enumerate(stream[position + 1:position + 9]))))
            position += 10
        else:
            position += 1
    return "".join(out)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(text(bits(sys.argv[1], 8)))
