"""Sines, exponentials and angles in integer arithmetic.

The usual floating-point functions may differ in the last bit from one C library to the next. Everything here
is computed with whole numbers, so that two machines always produce the same bytes.
"""

from functools import lru_cache

BITS = 96
ONE = 1 << BITS


def _arctangent_of_reciprocal(n: int) -> int:
    """arctan(1/n) as a fixed-point number with BITS fractional bits, for n > 1."""
    power = total = ONE // n
    k = 1
    while power:
        power //= n * n
        term = power // (2 * k + 1)
        total += -term if k % 2 else term
        k += 1
    return total


# Machin's formula.
PI = 4 * (4 * _arctangent_of_reciprocal(5) - _arctangent_of_reciprocal(239))


def divide_rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number to numerator/denominator; halves go up."""
    return (2 * numerator + denominator) // (2 * denominator)


def sine(angle: int) -> int:
    """sin(angle), argument and result in fixed point; meant for arguments between zero and pi/2."""
    square = angle * angle >> BITS
    term = total = angle
    k = 1
    while term:
        term = (term * square >> BITS) // ((2 * k) * (2 * k + 1))
        total += -term if k % 2 else term
        k += 1
    return total


def cosine(angle: int) -> int:
    """cos(angle) for arguments between zero and pi."""
    return sine(PI // 2 - angle) if angle <= PI // 2 else -sine(angle - PI // 2)


def exponential(x: int) -> int:
    """exp(x), argument and result in fixed point."""
    if x < 0:
        return ONE * ONE // exponential(-x)
    halvings = max(0, x.bit_length() - BITS + 4)
    x >>= halvings
    term = total = ONE
    k = 1
    while term:
        term = (term * x >> BITS) // k
        total += term
        k += 1
    for _ in range(halvings):
        total = total * total >> BITS
    return total


@lru_cache(maxsize=None)
def natural_logarithm(n: int) -> int:
    """ln(n) in fixed point for a whole number n >= 1, by bisection of the exponential."""
    low, high = 0, n * ONE
    while high - low > 1:
        middle = (low + high) // 2
        if exponential(middle) <= n * ONE:
            low = middle
        else:
            high = middle
    return low


@lru_cache(maxsize=None)
def sine_table(amplitude: int, size: int = 65536) -> tuple[int, ...]:
    """One full turn of amplitude * sin in `size` steps, each value rounded to the nearest whole number."""
    quarter = size // 4
    rising = [(amplitude * sine(2 * PI * k // size) + ONE // 2) >> BITS for k in range(quarter + 1)]
    half = rising + rising[-2:0:-1]
    return tuple(half + [-value for value in half])


def angle_of(x: int, y: int, steps: int) -> int:
    """The direction of the point (x, y), counted in `steps` to the full turn, by bisection with exact products."""
    if x == 0 and y == 0:
        return 0
    table = sine_table(1 << 30, 4096)
    low, high = 0, 4096
    # The sign of the cross product tells on which side of a trial direction the point lies.
    if y < 0 or (y == 0 and x < 0):
        low = 2048
    else:
        high = 2048
    while high - low > 1:
        middle = (low + high) // 2
        if table[(middle + 1024) % 4096] * y - table[middle % 4096] * x >= 0:
            low = middle
        else:
            high = middle
    return low * steps // 4096
