"""The uncompressed film of the course `signals-lab`: three scenes about sampling in space and in time.

Each scene prepares one map of the picture, in which every pixel holds a phase from 0 to 255. A frame is then the
map read through a table of 256 brightnesses that changes from frame to frame.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from .picture import png
from .whole_numbers import angle_of, sine_table

WIDTH, HEIGHT = 320, 240
FRAMES_A_SECOND = 25
SCENE = 100                       # frames: four seconds
SPOKES = 8
Frame = tuple[bytes, bytes, bytes]

_GREY = bytes([128]) * (WIDTH * HEIGHT // 4)


def _wave(turns: int, shift: int) -> bytes:
    """Brightness by phase: `turns` periods of a sine, between the video levels 16 and 235."""
    table = sine_table(109, 256)
    return bytes(126 + table[(turns * k + shift) % 256] for k in range(256))


@lru_cache(maxsize=None)
def _rings() -> bytes:
    """A zone plate: the phase grows with the square of the distance, up to half a turn a pixel at the sides."""
    return bytes(((2 * x - WIDTH + 1) ** 2 + (2 * y - HEIGHT + 1) ** 2) * 128 // (4 * WIDTH) % 256
                 for y in range(HEIGHT) for x in range(WIDTH))


@lru_cache(maxsize=None)
def _directions(width: int, height: int) -> bytes:
    """The direction of each pixel as seen from the middle, 256 to the full turn."""
    return bytes(angle_of(2 * x - width + 1, height - 1 - 2 * y, 256) % 256
                 for y in range(height) for x in range(width))


def _zone_plate(number: int) -> Frame:
    return _rings().translate(_wave(1, -5 * number)), _GREY, _GREY


def wheel_position(number: int) -> int:
    """The angle of the wheel in 1/256 of the step from spoke to spoke; its speed grows all the time.

    The advance from one frame to the next grows from 0 to 1.5 spoke steps in the course of the scene.
    """
    return number * (number - 1) * 384 // (2 * SCENE)


def _wheel(number: int) -> Frame:
    turned = wheel_position(number) % 256
    spokes = bytes(235 if (SPOKES * k - turned) % 256 < 72 else 40 for k in range(256))
    return _directions(WIDTH, HEIGHT).translate(spokes), _GREY, _GREY


def _colour_circle(number: int) -> Frame:
    small = _directions(WIDTH // 2, HEIGHT // 2)
    table = sine_table(90, 256)
    blue = bytes(128 + table[(k + 64 - 3 * number) % 256] for k in range(256))
    red = bytes(128 + table[(k - 3 * number) % 256] for k in range(256))
    light = bytes([60 + 130 * number // SCENE]) * (WIDTH * HEIGHT)
    return light, small.translate(blue), small.translate(red)


SCENES: tuple[Callable[[int], Frame], ...] = (_zone_plate, _wheel, _colour_circle)


def frame(number: int) -> Frame:
    """One frame of the film, with a bar at the lower edge that shows how much has passed."""
    scene, within = divmod(number, SCENE)
    light, blue, red = SCENES[scene](within)
    done = WIDTH * (number + 1) // (SCENE * len(SCENES))
    bar = bytes([235]) * done + bytes([16]) * (WIDTH - done)
    return light[:-4 * WIDTH] + bar * 4, blue, red


def film() -> Iterator[bytes]:
    """The film as YUV4MPEG2: a line of text, then for each frame a line of text and three planes."""
    yield f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode()
    for number in range(SCENE * len(SCENES)):
        yield b"FRAME\n" + b"".join(frame(number))


def _still(number: int) -> Iterable[bytes]:
    light = frame(number)[0]
    yield png([light[k:k + WIDTH] for k in range(0, len(light), WIDTH)])


FILES: dict[str, Callable[[], Iterable[bytes]]] = {
    "film/sampling.y4m": film,
    "film/still-zone-plate.png": lambda: _still(20),
    "film/still-wheel.png": lambda: _still(SCENE + 20),
}
