"""Make pictures of every page: `make screens`. Needs Chromium, and what `make test` installs.

Starts a deployment of its own, walks through all pages in all states, at the width of a phone and
of a desk, and puts the pictures into this folder, and four of them side by side into flow.png.
"""

from PIL import Image
from taking import HERE, deployed, keep, picture

from tests.journeys.pages import every_page

WIDTHS = (390, 1280)
GAP = 24
SIDE_BY_SIDE = ("welcome", "document", "selfie", "done, verified")


def main() -> None:
    """Take the pictures in place of those that are there."""
    with deployed() as (deployment, browser):
        for old in HERE.glob("*.webp"):
            old.unlink()
        for width in WIDTHS:
            shots = {}
            for name, page in every_page(browser, deployment, width):
                short = name.removeprefix("verification:")
                shots[short] = picture(page.screenshot(full_page=True))
                if shots[short].width == width:  # a phone is no wider at a desk
                    keep(shots[short], short, width)
            if width == WIDTHS[0]:
                row = side_by_side([shots[name] for name in SIDE_BY_SIDE])
                row.save(HERE / "flow.png", optimize=True)


def side_by_side(shots: list[Image.Image]) -> Image.Image:
    """Return one picture of them all, in a row, of few colours."""
    width, height = WIDTHS[0], 860
    sheet = Image.new("RGB", ((width + GAP) * len(shots) + GAP, height + 2 * GAP), "#d5dbe0")
    for number, shot in enumerate(shots):
        top = Image.new("RGB", (width, height), shot.getpixel((0, 0)))
        top.paste(shot.crop((0, 0, width, min(height, shot.height))))
        sheet.paste(top, (GAP + number * (width + GAP), GAP))
    return sheet.quantize(64)


if __name__ == "__main__":
    main()
