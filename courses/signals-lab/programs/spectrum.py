"""Lists the strongest frequencies at one moment of a 16-bit WAV file.

    python3 spectrum.py FILE [SECONDS [left|right [HOW_MANY]]]

The moment is the middle of a window of 16 384 samples. Levels are in decibels below the largest possible sine wave.
"""

import cmath
import math
import sys
import wave
from array import array

SIZE = 16384


def transform(values: list[complex]) -> list[complex]:
    """The fast Fourier transform: even and odd halves, joined by turning the odd half."""
    if len(values) == 1:
        return values
    even, odd = transform(values[0::2]), transform(values[1::2])
    half = len(even)
    turned = [cmath.exp(-1j * math.pi * k / half) * odd[k] for k in range(half)]
    return [e + t for e, t in zip(even, turned)] + [e - t for e, t in zip(even, turned)]


def window_of(path: str, seconds: float, channel: int) -> tuple[int, list[int]]:
    """The sampling rate, and the samples around a moment."""
    with wave.open(path) as file:
        rate, channels, length = file.getframerate(), file.getnchannels(), file.getnframes()
        if file.getsampwidth() != 2 or length < SIZE:
            sys.exit(f"{path}: needs 16 bits a sample and at least {SIZE} samples")
        first = min(max(int(seconds * rate) - SIZE // 2, 0), length - SIZE)
        file.setpos(first)
        samples = array("h", file.readframes(SIZE))
    if sys.byteorder == "big":
        samples.byteswap()
    return rate, samples[min(channel, channels - 1)::channels].tolist()


def main(path: str, seconds: str = "0", side: str = "left", how_many: str = "12") -> None:
    rate, samples = window_of(path, float(seconds), 1 if side == "right" else 0)
    # The Hann window fades the piece in and out; its mean is one half.
    faded = [s * (0.5 - 0.5 * math.cos(2 * math.pi * k / SIZE)) for k, s in enumerate(samples)]
    size = [abs(value) for value in transform([complex(s) for s in faded])[:SIZE // 2]]
    peaks = []
    for k in range(2, SIZE // 2 - 1):
        if size[k] > 1 and size[k - 1] < size[k] >= size[k + 1]:
            a, b, c = (math.log(max(size[j], 1e-9)) for j in (k - 1, k, k + 1))
            shift = 0.5 * (a - c) / (a - 2 * b + c)             # the top of a parabola through three points
            level = math.exp(b - 0.25 * (a - c) * shift) / (SIZE / 4) / 32768
            peaks.append((20 * math.log10(level), (k + shift) * rate / SIZE))
    for level, hertz in sorted(sorted(peaks, reverse=True)[:int(how_many)], key=lambda peak: peak[1]):
        print(f"{hertz:10.1f} Hz {level:8.1f} dB")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
