"""The sounds and spectrograms of the course `telephone-voice`."""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache

from .picture import spectrogram
from .sound import Oscillator, clipped, filtered, increment, mixed, mono, silence, softened, tone
from .speech import RATE as WIDE
from .speech import sentence
from .whole_numbers import BITS, ONE, PI, sine_table

LINE = 8000                      # the sampling rate of the telephone

ROWS = (697, 770, 852, 941)
COLUMNS = (1209, 1336, 1477, 1633)
KEYS = ("123A", "456B", "789C", "*0#D")
DIALLED = "2097152048"           # the number of the exercise in lesson 5


@lru_cache(maxsize=None)
def _sinc(cutoff: int, rate: int, half: int) -> tuple[int, ...]:
    """A low-pass filter: sin(x)/x under a raised-cosine window, with 16 fractional bits."""
    table = sine_table(1 << 30, 65536)
    taps = []
    for k in range(-half, half + 1):
        window = (1 << 30) + table[(k * 32768 // (half + 1) + 16384) % 65536]      # 1 + cos, scaled by 2**30
        if k == 0:
            value = 2 * cutoff * ONE // rate
        else:
            angle = k * cutoff * 65536 // rate
            value = (table[angle % 65536] << (BITS - 30)) * ONE // (PI * k)
        taps.append((value * window >> 31) >> (BITS - 16))
    return tuple(taps)


def band_limited(samples: Iterable[int]) -> list[int]:
    """Only what lies between 300 Hz and 3400 Hz, still at the wide sampling rate."""
    high, low = _sinc(3400, WIDE, 64), _sinc(300, WIDE, 64)
    return clipped(filtered(list(samples), [a - b for a, b in zip(high, low)], 16))


@lru_cache(maxsize=None)
def telephone_band() -> tuple[int, ...]:
    """The synthetic voice as the telephone lets it through."""
    return tuple(band_limited(sentence()))


def hiss(name: str, milliseconds: int) -> list[int]:
    """The breath of "s", with most of its strength above 4000 Hz, or of "f", weak and equal everywhere."""
    count = WIDE * milliseconds // 1000
    noise = [value * 6 - 768 for value in hashlib.shake_256(name.encode()).digest(count)]
    if name == "s":
        low = filtered(noise, list(_sinc(4000, WIDE, 32)), 16)
        noise = [low_part + 9 * (all_of_it - low_part) for all_of_it, low_part in zip(noise, low)]
    return softened(clipped(noise), WIDE, 60)


@lru_cache(maxsize=None)
def sa_and_fa() -> tuple[int, ...]:
    """The syllables "sa" and "fa", twice."""
    out = []
    for name in "sfsf":
        out += hiss(name, 240) + list(sentence("a")) + silence(WIDE, 250)
    return tuple(out)


@lru_cache(maxsize=None)
def on_the_line() -> tuple[int, ...]:
    """The band-limited voice with 8000 samples a second, and a short rest at the end."""
    return telephone_band()[::2] + (0,) * 1600


def quantised(samples: Iterable[int], bits: int) -> list[int]:
    """Each sample moved to the middle of one of 2**bits equal steps."""
    step = 65536 >> bits
    return [min(max(s // step * step + step // 2, -32768), 32767) for s in samples]


def a_law(sample: int) -> int:
    """The value that comes out at the far end after A-law coding of a 16-bit sample (ITU-T G.711)."""
    size = min(abs(sample) if sample >= 0 else abs(sample) - 1, 32767) >> 4        # 11 bits and a sign in use
    segment = max(0, size.bit_length() - 4)
    if segment < 2:
        step, base = 1, size
    else:
        step = 1 << (segment - 1)
        base = size // step * step
    value = (2 * base + step) << 3
    return value if sample >= 0 else -value


def soft(samples: Iterable[int]) -> list[int]:
    """A hundredth of the amplitude: 40 decibels down."""
    return [s // 100 for s in samples]


def loud_again(samples: Iterable[int]) -> list[int]:
    """What was soft, amplified a hundredfold at the receiver."""
    return clipped(s * 100 for s in samples)


def stepped_sweep(rate: int, highest: int, seconds: int) -> list[int]:
    """A tone that climbs in a straight line from 100 Hz, not filtered in any way."""
    count = rate * seconds
    first, last = increment(100, rate), increment(highest, rate)
    return softened(Oscillator(16000).varying(first + (last - first) * k // count for k in range(count)), rate)


def aliased_sweep() -> list[int]:
    """The sweep up to 8000 Hz, read out only 8000 times a second with no filter in front."""
    return stepped_sweep(4 * LINE, 8000, 6)[::4]


def cadence(burst: list[int], pause_ms: int, times: int) -> list[int]:
    """A burst and a pause, repeated."""
    return (softened(burst, LINE) + silence(LINE, pause_ms)) * times


def dtmf(key: str, milliseconds: int) -> list[int]:
    """The two tones of one key."""
    for row, keys in zip(ROWS, KEYS):
        if key in keys:
            column = COLUMNS[keys.index(key)]
            return softened(mixed(tone(LINE, milliseconds, row, 9000), tone(LINE, milliseconds, column, 11000)),
                            LINE, 4)
    raise ValueError(f"no such key: {key}")


def dialled(keys: str, tone_ms: int, pause_ms: int) -> list[int]:
    """A number as a push-button telephone sends it."""
    out = silence(LINE, 200)
    for key in keys:
        out += dtmf(key, tone_ms) + silence(LINE, pause_ms)
    return out + silence(LINE, 200)


def lost_packets(percent: int, count: int) -> list[bool]:
    """Which of the packets go missing; a fixed drawing, the same for each treatment."""
    drawn = hashlib.shake_256(b"packet loss").digest(count)
    return [value * 100 < percent * 256 for value in drawn]


def with_losses(percent: int, conceal: bool) -> list[int]:
    """The voice in packets of 20 ms, some lost: a gap, or the last packet once more and softer each time."""
    samples, size = on_the_line(), LINE // 50
    lost = lost_packets(percent, len(samples) // size + 1)
    out, last = [], [0] * size
    for number in range(0, len(samples), size):
        packet = list(samples[number:number + size])
        if lost[number // size]:
            last = packet = [s * 3 // 4 for s in last[:len(packet)]] if conceal else [0] * len(packet)
        else:
            last = packet
        out += packet
    return out


def with_echo(milliseconds: int) -> list[int]:
    """The voice and its echo at half the amplitude."""
    delay = LINE * milliseconds // 1000
    voice = list(on_the_line()) + [0] * delay
    return clipped(s + e // 2 for s, e in zip(voice, [0] * delay + voice))


def _line(make: Callable[[], Iterable[int]]) -> Callable[[], Iterable[bytes]]:
    return lambda: mono(LINE, list(make()))


def _picture(samples: Callable[[], Iterable[int]], width: int, window: int) -> Callable[[], Iterable[bytes]]:
    def draw() -> Iterable[bytes]:
        values = list(samples())
        yield spectrogram(lambda start, count: values[start:start + count], len(values), width, window)
    return draw


FILES: dict[str, Callable[[], Iterable[bytes]]] = {
    "sounds/tone-440-hz.wav": _line(lambda: softened(tone(LINE, 2000, 440, 12000), LINE)),
    "sounds/tone-1000-hz.wav": _line(lambda: softened(tone(LINE, 2000, 1000, 12000), LINE)),
    "sounds/tone-3000-hz.wav": _line(lambda: softened(tone(LINE, 2000, 3000, 12000), LINE)),
    "sounds/voice-wide.wav": lambda: mono(WIDE, list(sentence())),
    "sounds/voice-telephone-band.wav": lambda: mono(WIDE, list(telephone_band())),
    "sounds/sa-and-fa-wide.wav": lambda: mono(WIDE, list(sa_and_fa())),
    "sounds/sa-and-fa-telephone-band.wav": lambda: mono(WIDE, band_limited(sa_and_fa())),
    "sounds/sweep-original.wav": lambda: mono(4 * LINE, stepped_sweep(4 * LINE, 8000, 6)),
    "sounds/sweep-aliased.wav": _line(aliased_sweep),
    "sounds/voice-8-bit.wav": _line(lambda: quantised(on_the_line(), 8)),
    "sounds/voice-4-bit.wav": _line(lambda: quantised(on_the_line(), 4)),
    "sounds/voice-2-bit.wav": _line(lambda: quantised(on_the_line(), 2)),
    "sounds/error-4-bit.wav": _line(
        lambda: [q - s for q, s in zip(quantised(on_the_line(), 4), on_the_line())]),
    "sounds/soft-voice-8-bit.wav": _line(lambda: loud_again(quantised(soft(on_the_line()), 8))),
    "sounds/soft-voice-a-law.wav": _line(lambda: loud_again(a_law(s) for s in soft(on_the_line()))),
    "sounds/voice-a-law.wav": _line(lambda: [a_law(s) for s in on_the_line()]),
    "sounds/dial-tone.wav": _line(lambda: softened(tone(LINE, 3000, 425, 9000), LINE)),
    "sounds/ringing-tone.wav": _line(lambda: cadence(tone(LINE, 1000, 425, 9000), 4000, 2)),
    "sounds/busy-tone.wav": _line(lambda: cadence(tone(LINE, 500, 425, 9000), 500, 5)),
    "sounds/congestion-tone.wav": _line(lambda: cadence(tone(LINE, 250, 425, 9000), 250, 8)),
    "sounds/dtmf-all-keys.wav": _line(lambda: dialled("".join(KEYS), 250, 100)),
    "sounds/dtmf-exercise.wav": _line(lambda: dialled(DIALLED, 90, 90)),
    "sounds/dtmf-exercise-slow.wav": _line(lambda: dialled(DIALLED, 500, 250)),
    "sounds/packets-lost-gaps.wav": _line(lambda: with_losses(12, False)),
    "sounds/packets-lost-concealed.wav": _line(lambda: with_losses(12, True)),
    "sounds/echo-40-ms.wav": _line(lambda: with_echo(40)),
    "sounds/echo-300-ms.wav": _line(lambda: with_echo(300)),
    "spectrograms/voice-wide.png": _picture(sentence, 420, 512),
    "spectrograms/sa-and-fa-wide.png": _picture(sa_and_fa, 420, 512),
    "spectrograms/sweep-aliased.png": _picture(aliased_sweep, 420, 256),
    "spectrograms/dtmf-all-keys.png": _picture(lambda: dialled("".join(KEYS), 250, 100), 420, 512),
}
