"""Make pictures of every page of the console, 1280 pixels wide: `make screens` runs this, too."""

from taking import HERE, deployed, keep, picture

from tests.journeys.console_pages import every_page, furnish

WIDTH = 1280


def main() -> None:
    """Take the pictures in place of those that are there."""
    with deployed() as (deployment, browser):
        for old in HERE.glob("console-*.webp"):
            old.unlink()
        made = furnish(deployment, "for_pictures")
        for name, page in every_page(browser, deployment, made, WIDTH):
            page.wait_for_load_state("load")
            # As high as the page is: what sticks to the lower edge would hide its middle.
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": WIDTH, "height": max(900, height)})
            shot = picture(page.screenshot())
            page.set_viewport_size({"width": WIDTH, "height": 900})
            keep(shot, f"console-{name.removeprefix('admin:')}", WIDTH)


if __name__ == "__main__":
    main()
