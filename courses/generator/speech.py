"""A synthetic voice: vowels made by a source of pulses and four resonators, as in the throat and the mouth."""

from functools import lru_cache

from .sound import TURN
from .whole_numbers import BITS, ONE, PI, cosine, divide_rounded, exponential

RATE = 16000
BLOCK = 80                       # samples for which the resonators stand still: 5 ms
FRACTION = 24

# Resonance frequencies in hertz of the vowels of "father", "bed", "see", "law" and "too", rounded averages
# of grown men's voices.
VOWELS = {
    "a": (730, 1090, 2440, 3400),
    "e": (530, 1840, 2480, 3500),
    "i": (270, 2290, 3010, 3700),
    "o": (570, 840, 2410, 3300),
    "u": (300, 870, 2240, 3200),
}
BANDWIDTHS = (70, 90, 130, 200)


@lru_cache(maxsize=None)
def _resonator(hertz: int, bandwidth: int) -> tuple[int, int, int]:
    """Coefficients of a two-pole resonator with gain one at zero frequency."""
    radius = exponential(-PI * bandwidth // RATE)
    turn = cosine(2 * PI * hertz // RATE)
    b = 2 * radius * turn >> BITS
    c = -(radius * radius >> BITS)
    a = ONE - b - c
    return tuple(value >> (BITS - FRACTION) for value in (a, b, c))


def _glide(start: tuple[int, ...], end: tuple[int, ...], step: int, steps: int) -> list[int]:
    """Resonances on the way from one vowel to the next, in whole multiples of 5 Hz."""
    return [divide_rounded(a * (steps - step) + b * step, 5 * steps) * 5 for a, b in zip(start, end)]


@lru_cache(maxsize=None)
def sentence(text: str = "aeiou", peak: int = 24000) -> tuple[int, ...]:
    """One vowel for each letter, half a second each, gliding into the next, with a falling pitch."""
    hold, move = 70, 30          # blocks
    blocks = []
    for here, there in zip(text, text[1:] + text[-1]):
        blocks += [VOWELS[here]] * hold
        blocks += [_glide(VOWELS[here], VOWELS[there], k, move) for k in range(move)]
    total = len(blocks) * BLOCK
    memory = [[0, 0] for _ in BANDWIDTHS]
    phase = glow = 0
    out = []
    for number, resonances in enumerate(blocks):
        filters = [_resonator(f, w) for f, w in zip(resonances, BANDWIDTHS)]
        # A pitch that falls from 125 Hz to 95 Hz and rises a little on each vowel.
        wave = number % (hold + move)
        pitch = 125 - 30 * number // len(blocks) + 8 * min(wave, hold + move - wave) // 50
        step = pitch * TURN // RATE
        for k in range(BLOCK):
            phase += step
            pulse = 0
            if phase >= TURN:
                phase -= TURN
                pulse = 1 << 20
            glow += (pulse - glow) * 6 >> 4          # a softer pulse: high notes grow weaker
            value = glow
            for (a, b, c), past in zip(filters, memory):
                value = (a * value + b * past[0] + c * past[1]) >> FRACTION
                past[1] = past[0]
                past[0] = value
            position = number * BLOCK + k
            fade = min(position, total - position, 800)
            out.append(value * fade // 800)
    loudest = max(abs(value) for value in out)
    return tuple(value * peak // loudest for value in out)
