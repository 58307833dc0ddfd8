"""The long recordings of the course `signals-lab`: 48 000 samples a second, 16 bits, two channels.

Each recording is a function that returns its length in frames and an iterator of one-second blocks, so that a
recording is never held in memory as a whole.
"""

import hashlib
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from .picture import spectrogram
from .sound import FULL, TURN, Oscillator, clipped, increment, stereo
from .video import FILES as VIDEO_FILES
from .whole_numbers import BITS, divide_rounded, exponential, natural_logarithm, sine_table

RATE = 48000
Block = tuple[list[int], list[int]]
Recording = tuple[int, Iterator[Block]]

# The text that the FSK recording sends, over and over; the exercise of lesson 4 asks for it.
TELEGRAM = ("MEASURE TWICE, TRANSMIT ONCE. THE SAMPLING RATE MUST EXCEED TWICE THE HIGHEST FREQUENCY "
            "IN THE SIGNAL; WHAT LIES ABOVE COMES BACK IN DISGUISE. ")


def _noise(name: str, second: int) -> array:
    """One second of white noise: every 16-bit value is equally likely."""
    samples = array("h")
    samples.frombytes(hashlib.shake_256(f"{name} {second}".encode()).digest(2 * RATE))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def linear_sweeps(seconds: int = 60) -> Recording:
    """Left climbs from 20 Hz to 20 kHz in a straight line, right falls from 20 kHz to 20 Hz."""
    low, high, count = increment(20, RATE), increment(20000, RATE), seconds * RATE

    def blocks() -> Iterator[Block]:
        up, down = Oscillator(16384), Oscillator(16384)
        for first in range(0, count, RATE):
            steps = [low + (high - low) * k // count for k in range(first, first + RATE)]
            yield up.varying(steps), down.varying([low + high - step for step in steps])
    return count, blocks()


def logarithmic_sweep(seconds: int = 60) -> Recording:
    """From 20 Hz to 20 480 Hz, ten octaves at an equal time for each; right a quarter turn ahead of left."""
    growth = exponential(natural_logarithm(2) * 10 // (seconds * RATE)) >> (BITS - 60)

    def blocks() -> Iterator[Block]:
        sine, cosine = Oscillator(16384), Oscillator(16384, quarter_turns=1)
        step = increment(20, RATE) << 30
        for _ in range(seconds):
            steps = []
            for _ in range(RATE):
                steps.append(step >> 30)
                step = step * growth >> 60
            yield sine.varying(steps), cosine.varying(steps)
    return seconds * RATE, blocks()


def _white(channel: str, seconds: int) -> Iterator[list[int]]:
    for second in range(seconds):
        yield [s >> 1 for s in _noise(channel, second)]


def _pink(channel: str, seconds: int) -> Iterator[list[int]]:
    """White noise through three slow filters whose sum falls by three decibels an octave."""
    a = b = c = 0
    for second in range(seconds):
        out = []
        for w in _noise(channel, second):
            w <<= 8
            a = (65382 * a + 6491 * w) >> 16          # 0.99765 and 0.0990460
            b = (63111 * b + 19434 * w) >> 16         # 0.96300 and 0.2965164
            c = (37356 * c + 68998 * w) >> 16         # 0.57000 and 1.0526913
            out.append((a + b + c + (w * 12111 >> 16)) * 3 >> 13)
        yield clipped(out)


def _brown(channel: str, seconds: int) -> Iterator[list[int]]:
    """The running sum of white noise, with a leak below 15 Hz so that it cannot drift away."""
    level = 0
    for second in range(seconds):
        out = []
        for w in _noise(channel, second):
            level += (w << 4) - (level >> 9)
            out.append(level >> 10)
        yield clipped(out)


def _differences(source: Iterator[list[int]], shift: int) -> Iterator[list[int]]:
    """The change from each sample to the next: six decibels an octave more."""
    last = 0
    for samples in source:
        yield clipped((now - before) >> shift for now, before in zip(samples, [last] + samples))
        last = samples[-1]


NOISES: dict[str, Callable[[str, int], Iterator[list[int]]]] = {
    "white": _white,
    "pink": _pink,
    "brown": _brown,
    "blue": lambda channel, seconds: _differences(_pink(channel, seconds), 0),
    "violet": lambda channel, seconds: _differences(_white(channel, seconds), 1),
}


def noise(colour: str, seconds: int = 20) -> Recording:
    """Noise of one colour, independent in the two channels."""
    make = NOISES[colour]
    return seconds * RATE, zip(make(colour + " left", seconds), make(colour + " right", seconds))


def amplitude_modulation(seconds: int = 60) -> Recording:
    """A 10 kHz carrier and a 400 Hz tone; depth 30, 60, 100, 130 % in turn. Right: without the carrier."""
    def blocks() -> Iterator[Block]:
        carrier, message = Oscillator(FULL), Oscillator(FULL)
        for second in range(seconds):
            depth = (30, 60, 100, 130)[second * 4 // seconds] * 8192 // 100
            c = carrier.steady(RATE, increment(10000, RATE))
            m = message.steady(RATE, increment(400, RATE))
            yield ([x * (8192 + (depth * y >> 15)) >> 15 for x, y in zip(c, m)],
                   [x * (depth * y >> 15) >> 15 for x, y in zip(c, m)])
    return seconds * RATE, blocks()


def frequency_modulation(seconds: int = 60) -> Recording:
    """A 12 kHz carrier and a 500 Hz tone; index 0.5, 1, 2.405, 5 in turn. Right: the tone alone."""
    def blocks() -> Iterator[Block]:
        carrier, message = Oscillator(16384), Oscillator(16384)
        middle = increment(12000, RATE)
        for second in range(seconds):
            deviation = increment((500, 1000, 2405, 5000)[second * 4 // seconds] * 500, RATE, per=1000)
            m = message.steady(RATE, increment(500, RATE))
            yield carrier.varying([middle + (deviation * y >> 14) for y in m]), m
    return seconds * RATE, blocks()


def telegram_bits(text: str) -> list[int]:
    """Each character as start bit 0, eight data bits from the lowest up, stop bit 1."""
    bits = []
    for code in text.encode("ascii"):
        bits += [0, *(code >> k & 1 for k in range(8)), 1]
    return bits


def frequency_shift_keying(seconds: int = 40) -> Recording:
    """300 bits a second: 980 Hz for 1 and 1180 Hz for 0. Right: the bits themselves as a level."""
    bits = telegram_bits(TELEGRAM)
    size = RATE // 300

    def blocks() -> Iterator[Block]:
        keyed = Oscillator(16384)
        steps = (increment(1180, RATE), increment(980, RATE))
        lead = 300                                     # a second of rest, which is 1
        for second in range(seconds):
            now = [1 if k < lead else bits[(k - lead) % len(bits)]
                   for k in range(second * 300, second * 300 + 300)]
            left, right = [], []
            for bit in now:
                left += keyed.steady(size, steps[bit])
                right += [8192 if bit else -8192] * size
            yield left, right
    return seconds * RATE, blocks()


def pseudorandom_bits(count: int) -> list[int]:
    """The sequence of x^9 + x^5 + 1, which repeats after 511 bits (ITU-T O.150)."""
    register, out = 0x1FF, []
    for _ in range(count):
        out.append(register >> 8 & 1)
        register = (register << 1 | (register >> 8 ^ register >> 4) & 1) & 0x1FF
    return out


def phase_shift_keying(seconds: int = 40) -> Recording:
    """1200 symbols a second on 9600 Hz, a pseudorandom sequence. Left two phases, right four."""
    size, step = RATE // 1200, increment(9600, RATE)
    bits = pseudorandom_bits(2400 * seconds)

    def blocks() -> Iterator[Block]:
        table, phases = sine_table(16384), (8192, 24576, 57344, 40960)      # 45, 135, 315 and 225 degrees
        phase = 0
        for second in range(seconds):
            left, right = [], []
            for symbol in range(second * 1200, second * 1200 + 1200):
                positions = [p >> 16 for p in range(phase, phase + size * step, step)]
                phase = (phase + size * step) % TURN
                turn = 32768 * bits[symbol]
                left += [table[(p + turn) & 65535] for p in positions]
                turn = phases[2 * bits[2 * symbol] + bits[2 * symbol + 1]]
                right += [table[(p + turn) & 65535] for p in positions]
            yield left, right
    return seconds * RATE, blocks()


def intermodulation(seconds: int = 30) -> Recording:
    """Two tones, 3000 Hz and 3400 Hz, that rise by 1 dB a second; right through a bent characteristic."""
    def blocks() -> Iterator[Block]:
        first, second_tone = Oscillator(FULL), Oscillator(FULL)
        decibel = natural_logarithm(10) // 20
        for second in range(seconds):
            gain = exponential(-decibel * (seconds - 1 - second)) * 8000 >> BITS
            clean = [(x + y) * gain >> 15 for x, y in zip(first.steady(RATE, increment(3000, RATE)),
                                                         second_tone.steady(RATE, increment(3400, RATE)))]
            yield clean, [x - (x * x * x >> 30) for x in clean]
    return seconds * RATE, blocks()


def _partials(shape: str, hertz: int) -> Iterable[tuple[int, int]]:
    """The overtones below half the sampling rate: (number, weight in 1/65536)."""
    for n in range(1, RATE // 2 // hertz + 1):
        if shape == "sawtooth":
            yield n, divide_rounded(41722 if n % 2 else -41722, n)           # 2/pi
        elif n % 2 and shape == "square":
            yield n, divide_rounded(83443, n)                                # 4/pi
        elif n % 2 and shape == "triangle":
            yield n, divide_rounded(53123 if n % 4 == 1 else -53123, n * n)  # 8/pi^2


def _naive(shape: str, position: int) -> int:
    """The same shape by its formula, at a position 0..65535 within the period."""
    if shape == "square":
        return 16384 if position < 32768 else -16384
    if shape == "triangle":
        if position < 16384:
            return position
        return 32768 - position if position < 49152 else position - 65536
    return position // 2 if position < 32768 else (position - 65536) // 2


@lru_cache(maxsize=2)
def _periods(shape: str, hertz: int) -> tuple[list[int], list[int]]:
    """One period in 65536 steps, by formula and from overtones."""
    table, sums = sine_table(16384), [0] * 65536
    for n, weight in _partials(shape, hertz):
        sums = [s + v * weight for s, v in zip(sums, (table * n)[::n])]
    return [_naive(shape, position) for position in range(65536)], clipped(s >> 16 for s in sums)


def waveforms(seconds: int = 40) -> Recording:
    """Square, triangle, sawtooth and a climbing sawtooth. Left by formula, right from overtones only."""
    def blocks() -> Iterator[Block]:
        for second in range(seconds):
            part, within = divmod(second * 4, seconds)
            shape = ("square", "triangle", "sawtooth", "sawtooth")[part]
            hertz = 1250 + (25 * within if part == 3 else 0)
            step = increment(hertz, RATE)
            positions = [(p >> 16) & 65535 for p in range(0, RATE * step, step)]
            by_formula, from_overtones = _periods(shape, hertz)
            yield [by_formula[p] for p in positions], [from_overtones[p] for p in positions]
    return seconds * RATE, blocks()


RECORDINGS: dict[str, Callable[[], Recording]] = {
    "sweep-linear": linear_sweeps,
    "sweep-logarithmic": logarithmic_sweep,
    **{f"noise-{colour}": lambda colour=colour: noise(colour) for colour in NOISES},
    "amplitude-modulation": amplitude_modulation,
    "frequency-modulation": frequency_modulation,
    "frequency-shift-keying": frequency_shift_keying,
    "phase-shift-keying": phase_shift_keying,
    "intermodulation": intermodulation,
    "waveforms": waveforms,
}

# The channel that each recording's spectrogram shows; two pictures where the comparison is the point.
PICTURES: dict[str, tuple[str, int]] = {
    **{name: (name, 0) for name in RECORDINGS},
    "amplitude-modulation-right": ("amplitude-modulation", 1),
    "phase-shift-keying-right": ("phase-shift-keying", 1),
    "intermodulation-right": ("intermodulation", 1),
    "waveforms-right": ("waveforms", 1),
}
# Pictures that show a part of the spectrum only: window, frequency steps of 48 000/window hertz, magnification.
ENLARGED: dict[str, tuple[int, range, int]] = {
    "amplitude-modulation": (1024, range(171, 256), 3),             # 8 to 12 kHz
    "amplitude-modulation-right": (1024, range(171, 256), 3),
    "frequency-shift-keying": (1024, range(0, 64), 4),              # 0 to 3 kHz
}
_drawn: dict[str, bytes] = {}


def _listened(name: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """Passes the blocks on, and draws the spectrograms of the recording when its last block has gone by."""
    pictures = {title: channel for title, (source, channel) in PICTURES.items() if source == name}
    heard = {title: array("h") for title in pictures}
    for block in blocks:
        for title, channel in pictures.items():
            heard[title].extend(block[channel])
        yield block
    for title, samples in heard.items():
        _drawn[title] = spectrogram(lambda start, count: samples[start:start + count].tolist(), len(samples), 400,
                                    *ENLARGED.get(title, ()))


def _sound(name: str) -> Iterable[bytes]:
    frames, blocks = RECORDINGS[name]()
    return stereo(RATE, frames, _listened(name, blocks))


def _picture(title: str) -> Iterable[bytes]:
    if title not in _drawn:
        for _ in _sound(PICTURES[title][0]):
            pass
    yield _drawn.pop(title)


FILES: dict[str, Callable[[], Iterable[bytes]]] = {
    **{f"recordings/{name}.wav": lambda name=name: _sound(name) for name in RECORDINGS},
    **{f"spectrograms/{title}.png": lambda title=title: _picture(title) for title in PICTURES},
    **VIDEO_FILES,
}
