"""Pictures drawn for tests: posters, an identity card filled in, and what people do to pictures."""

import io
from random import Random

from PIL import Image, ImageDraw, ImageFont


def poster(seed: int) -> Image.Image:
    chance = Random(seed)
    picture = Image.new("RGB", (600, 600), _colour(chance))
    draw = ImageDraw.Draw(picture, "RGBA")
    for _ in range(30):
        x, y, wide, high = chance.randrange(600), chance.randrange(600), chance.randrange(30, 300), 200
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((x - wide, y - high // 2, x, y + chance.randrange(high)), fill=(*_colour(chance), 160))
    return picture


def identity_card(seed: int) -> Image.Image:
    """The same form each time, with somebody else's words and face."""
    chance = Random(seed)
    picture = Image.new("RGB", (640, 400), "#dfe8f2")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(18)
    draw.rectangle((0, 0, 640, 60), fill="#27406b")
    draw.rectangle((30, 90, 200, 320), fill="#c8c8c8")
    draw.ellipse((75, 120, 155, 230), fill=_colour(chance))
    draw.ellipse((50, 230, 180, 330), fill=_colour(chance))
    for line in range(6):
        words = "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", k=chance.randrange(8, 24)))
        draw.text((230, 95 + 38 * line), words, fill="black", font=font)
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
    picture = picture.copy()
    ImageDraw.Draw(picture, "RGBA").text(
        (120, 260), "@lucky_jobs", fill=(255, 255, 255, 150), font=ImageFont.load_default(50)
    )
    return picture


def _colour(chance: Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)
