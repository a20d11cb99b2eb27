"""Pictures drawn by chance, and what people do to pictures before they send them on."""

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

_WORDS = [
    "URGENT",
    "hiring",
    "salary",
    "visa",
    "flight",
    "room",
    "agents",
    "chat",
    "support",
    "Thailand",
    "Bangkok",
    "passport",
    "typing",
    "free",
    "food",
    "company",
    "travel",
    "week",
    "contact",
    "manager",
]


def scene(seed: int) -> Image.Image:
    """Soft colours with a few shapes, as in photographs."""
    chance = Random(seed)
    picture = Image.new("RGB", (2, 2))
    for side in (4, 9, 20):
        finer = Image.frombytes("RGB", (side, side), chance.randbytes(3 * side * side))
        picture = Image.blend(
            picture.resize((600, 480), Image.Resampling.BICUBIC), finer.resize((600, 480)), 0.5
        )
    draw = ImageDraw.Draw(picture)
    for _ in range(chance.randrange(2, 9)):
        x, y, wide, high = (
            chance.randrange(least, most) for least, most in ((0, 600), (0, 480), (20, 300), (20, 240))
        )
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((x - wide // 2, y - high // 2, x + wide // 2, y + high // 2), fill=_colour(chance))
    return picture


def poster(seed: int) -> Image.Image:
    """A plain ground, a band, and large words."""
    chance = Random(seed)
    picture = Image.new("RGB", chance.choice(((600, 800), (800, 600), (700, 700))), _colour(chance))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, picture.width, chance.randrange(60, picture.height // 2)), fill=_colour(chance))
    for line in range(chance.randrange(4, 10)):
        where = chance.randrange(10, 80), 40 + line * picture.height // 11
        _write(draw, where, _some(chance, 1, 4), chance.randrange(20, 70), _colour(chance))
    return picture


def document(seed: int) -> Image.Image:
    """A page of small print."""
    chance = Random(seed)
    picture = Image.new("RGB", (600, 850), "white")
    draw = ImageDraw.Draw(picture)
    for y in range(60, 800, 20):
        if chance.random() < 0.85:
            _write(draw, (50, y), _some(chance, 3, 11), 14)
    return picture


def chat(seed: int) -> Image.Image:
    """What a telephone shows of a conversation."""
    chance = Random(seed)
    picture = Image.new("RGB", (450, 900), "#efe7dd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 450, 70), fill="#075e54")
    y = 90
    while y < 800:
        lines, wide, own = chance.randrange(1, 5), chance.randrange(120, 330), chance.random() < 0.5
        x = 440 - wide if own else 10
        ground = "#dcf8c6" if own else "white"
        draw.rounded_rectangle((x, y, x + wide, y + lines * 22 + 14), 8, fill=ground)
        for line in range(lines):
            _write(draw, (x + 8, y + 6 + 22 * line), " ".join(chance.choices(_WORDS, k=wide // 70)), 16)
        y += lines * 22 + 26
    return picture


def identity_card(seed: int) -> Image.Image:
    """The same form each time, with somebody else's words and face."""
    chance = Random(seed)
    picture = Image.new("RGB", (640, 400), "#dfe8f2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 640, 60), fill="#27406b")
    _write(draw, (20, 15), "REPUBLIC OF EXAMPLE", 26, "white")
    draw.rectangle((30, 90, 200, 320), fill="#c8c8c8")
    draw.ellipse((75, 120, 155, 230), fill=_colour(chance))
    draw.ellipse((50, 230, 180, 330), fill=_colour(chance))
    for line in range(6):
        words = "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", k=chance.randrange(8, 24)))
        _write(draw, (230, 95 + 38 * line), words, 18)
    return picture


def file(picture: Image.Image, form: str = "JPEG", **how: object) -> io.BytesIO:
    made = io.BytesIO()
    picture.convert("RGB").save(made, form, **how)
    made.seek(0)
    return made


def smaller(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2))


def cropped(picture: Image.Image, share: float = 0.02) -> Image.Image:
    wide, high = round(picture.width * share), round(picture.height * share)
    return picture.crop((wide, high, picture.width - wide, picture.height - high))


def marked(picture: Image.Image) -> Image.Image:
    """With a handle across it, half transparent."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture, "RGBA")
    where = picture.width * 0.25, picture.height * 0.45
    _write(draw, where, "@lucky_jobs", picture.width // 10, (255, 255, 255, 150))
    return picture


def barred(picture: Image.Image) -> Image.Image:
    """With a bar and a number over the lowest twelfth."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, int(picture.height * 0.92), picture.width, picture.height), fill="yellow")
    _write(draw, (10, picture.height * 0.93), "+66 81 000 0000", picture.height // 20)
    return picture


def framed(picture: Image.Image) -> Image.Image:
    frame = Image.new("RGB", (picture.width + 20, picture.height + 20), "white")
    frame.paste(picture, (10, 10))
    return frame


def brighter(picture: Image.Image) -> Image.Image:
    return picture.point([min(255, value * 5 // 4) for value in range(256)] * 3)


KINDS: dict[str, Callable[[int], Image.Image]] = {
    "scene": scene,
    "poster": poster,
    "document": document,
    "chat": chat,
    "identity card": identity_card,
}
CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "pressed harder": lambda picture: picture,
    "half the size": smaller,
    "a third, blurred": lambda picture: picture.resize((picture.width // 3, picture.height // 3)).filter(
        ImageFilter.GaussianBlur(1)
    ),
    "grey": lambda picture: picture.convert("L"),
    "stretched": lambda picture: picture.resize((picture.width, picture.height * 4 // 5)),
    "brighter": brighter,
    "cropped by 2 % a side": cropped,
    "cropped by 4 % a side": lambda picture: cropped(picture, 0.04),
    "marked across": marked,
    "framed": framed,
    "a bar over a twelfth": barred,
}


def _some(chance: Random, least: int, most: int) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randrange(least, most)))


def _write(
    draw: ImageDraw.ImageDraw, where: tuple[float, float], words: str, size: int, colour: object = "black"
) -> None:
    draw.text(where, words, fill=colour, font=ImageFont.load_default(size))


def _colour(chance: Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)
