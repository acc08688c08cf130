"""What the page's scripts say: of the browser they run in, and of what its camera sees."""

import base64
import io

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFilter
import pytest
from playwright.sync_api import Page

from tests.journeys.agents import AGENTS
from tests.journeys.films import specimen
from tests.journeys.test_journeys import agree, start

pytestmark = pytest.mark.journey

_ASK_FOR_NAMES = """async (browsers) => {
    const { browserName } = await import("/static/verification/browsers.js");
    return browsers.map(browserName);
}"""


def test_the_steps_are_those_of_the_browser(page: Page) -> None:
    start(page)
    agree(page)
    browsers = [{"userAgent": agent, "maxTouchPoints": 0} for agent in AGENTS.values()]
    ipad = {"userAgent": AGENTS["safari"], "maxTouchPoints": 5}

    names = page.evaluate(_ASK_FOR_NAMES, [*browsers, ipad])

    assert names == [*AGENTS, "ios-safari"]
    texts = page.locator("#texts").evaluate("one => one.innerHTML")
    assert all(f'data-text="steps.{name}"' in texts for name in names)


_HINT = """async ([picture, subject]) => {
    const { WIDTH, hint, lumaOf, measure } = await import("/static/verification/measures.js");
    const image = new Image();
    image.src = picture;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH, Math.round((WIDTH * 3) / 4)];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const luma = lumaOf(pen.getImageData(0, 0, canvas.width, canvas.height).data);
    return hint(measure(luma, canvas.width, canvas.height, luma), subject);
}"""


def scenes() -> dict[str, PIL.Image.Image]:
    """What a camera may see of a passport, by the hint that it deserves."""
    whole = seen(specimen("passport"))
    glare, other_side = whole.copy(), whole.copy()
    PIL.ImageDraw.Draw(glare).ellipse((400, 240, 1040, 840), fill="white")
    PIL.ImageDraw.Draw(other_side).rectangle((0, 780, 1440, 1080), fill=(225, 225, 220))
    return {
        "": whole,
        "dark": whole.point(lambda value: int(value * 0.2)),
        "bright": whole.point(lambda value: 255 - value // 10),
        "glare": glare,
        "blurred": whole.filter(PIL.ImageFilter.GaussianBlur(6)),
        "place": seen(specimen("passport"), 0.01),
        "closer": seen(specimen("passport"), 0.5),
        "lines": other_side,
    }


def seen(picture: bytes, share: float = 1) -> PIL.Image.Image:
    """The picture on a dark table, as the part of a camera's frame that the page shows."""
    table = PIL.Image.new("RGB", (1440, 1080), (70, 60, 50))
    shown = PIL.Image.open(io.BytesIO(picture))
    shown.thumbnail((int(1440 * share), int(1080 * share)))
    table.paste(shown, ((1440 - shown.width) // 2, (1080 - shown.height) // 2))
    return table


def test_the_hints_follow_from_what_the_camera_sees(page: Page) -> None:
    page.goto("/legal/terms")
    told = {}
    for deserved, scene in scenes().items():
        buffer = io.BytesIO()
        scene.save(buffer, "JPEG", quality=90)
        picture = f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
        told[deserved] = page.evaluate(_HINT, [picture, "lines"])

    assert told == {deserved: deserved for deserved in scenes()}
