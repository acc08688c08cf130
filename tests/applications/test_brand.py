"""An application's looks: drawn anew, readable, served inert from our own origin."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from applications import brands, colours, logos
from applications.brand_form import BrandFields
from applications.models import Application, Brand


def picture(form: str = "PNG", size: tuple[int, int] = (600, 200), **more: object) -> bytes:
    buffer = BytesIO()
    PIL.Image.new("RGB", size, "teal").save(buffer, form, **more)
    return buffer.getvalue()


def form(logo: bytes | None = None, **typed: str) -> BrandFields:
    files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    if logo is not None:
        files["logo"] = SimpleUploadedFile("logo.png", logo)
    return BrandFields(typed, files)


def problems(filled: BrandFields) -> str:
    return " ".join(str(problem) for found in filled.errors.values() for problem in found)


@pytest.fixture
def application(db: None) -> Application:
    made = Application(name="Acme", redirect_uris="https://acme.example/callback")
    made.save()
    return made


def branded(application: Application, **typed: str) -> Brand:
    filled = form(logo=picture(), **typed)
    assert filled.is_valid(), filled.errors
    filled.save_brand(application)
    application.refresh_from_db()
    return Brand.objects.get(application=application)


# --- Colours --------------------------------------------------------------------------------------


def test_contrast_is_measured_as_wcag_says() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", ["#ffcc00", "#777777", "#ffffff"])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(colour: str) -> None:
    told = problems(form(accent=colour))

    assert "4.5 to 1" in told
    better = re.findall(r"#[0-9a-f]{6}", told)[-1]
    assert form(accent=better).is_valid()


@pytest.mark.parametrize("colour", ["red", "#12", "#0b5563;}*{x:y}", "url(x)"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert "six digits" in problems(form(accent=colour))


def test_the_grounds_are_those_of_the_flow_s_stylesheet() -> None:
    stylesheet = Path("verification/static/verification/flow.css").read_text(encoding="utf-8")
    day, night = stylesheet.split("@media (prefers-color-scheme: dark)")[:2]

    for rule, grounds in ((day, colours.LIGHT_GROUNDS), (night, colours.DARK_GROUNDS)):
        said = [re.search(rf"--{name}: (#\w+)", rule) for name in ("paper", "ground", "tint")]
        assert grounds == tuple(found[1] for found in said if found)


@pytest.mark.parametrize("colour", ["#0b5563", "#8b0000", "#000000", "#0000ff"])
def test_by_day_and_by_night_every_colour_can_be_read(colour: str) -> None:
    day, night = brands.stylesheet(colour).split("@media")

    for rule, grounds in ((day, colours.LIGHT_GROUNDS), (night, colours.DARK_GROUNDS)):
        accent, on, strong = re.findall(r"#[0-9a-f]{6}", rule)
        assert colours.worst(accent, grounds) >= 4.5
        assert colours.worst(strong, grounds) >= 4.5
        assert colours.contrast(on, accent) >= 4.5


# --- The logo -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form_", ["PNG", "JPEG", "WEBP"])
def test_h12_a_logo_is_drawn_anew_and_small(form_: str) -> None:
    exif = PIL.Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"

    drawn = logos.redrawn(picture(form_, exif=exif) + b"<script>alert(2)</script>")

    image = PIL.Image.open(BytesIO(drawn))
    assert image.format == "PNG"
    assert image.width <= logos.BOX[0]
    assert image.height <= logos.BOX[1]
    assert not image.getexif()
    assert b"script" not in drawn


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "no PNG", id="SVG"),
        pytest.param(picture("GIF"), "no PNG", id="GIF"),
        pytest.param(b"%PDF-1.7", "no PNG", id="PDF"),
        pytest.param(picture()[:60], "no PNG", id="cut off"),
        pytest.param(picture(size=(5000, 20)), "larger than 4000", id="too wide"),
        pytest.param(picture(size=(5, 5)), "smaller than 16", id="too small"),
        pytest.param(b"\0" * (logos.MOST_BYTES + 1), "larger than 1 MB", id="too heavy"),
    ],
)
def test_h11_h12_what_is_no_logo_is_refused(data: bytes, told: str) -> None:
    assert told in problems(form(logo=data))


# --- What is served -------------------------------------------------------------------------------


def test_a_logo_is_served_inert_and_says_its_size(application: Application, client: Client) -> None:
    branded(application)

    logo = client.get(application.branding["logo"])

    assert (logo["Content-Type"], logo["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert logo["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "max-age=3600" in logo["Cache-Control"]
    size = tuple(int(application.branding[f"logo_{side}"]) for side in ("width", "height"))
    assert PIL.Image.open(BytesIO(logo.content)).size == size


def test_a_part_that_is_missing_is_not_there(application: Application, client: Client) -> None:
    brand = branded(application)

    for name in ("privacy", "terms"):
        assert client.get(reverse(f"brand:{name}", args=[brand.key])).status_code == 404
    assert set(application.branding) == {"logo", "logo_width", "logo_height"}


def test_another_logo_has_another_address(application: Application) -> None:
    branded(application)
    before = application.branding["logo"]
    filled = form(logo=picture(size=(300, 300)))
    assert filled.is_valid()
    filled.save_brand(application)
    application.refresh_from_db()
    assert application.branding["logo"] != before

    removed = form(remove_logo="on")
    assert removed.is_valid()
    removed.save_brand(application)
    application.refresh_from_db()
    assert application.branding == {}


def test_h16_a_text_is_text_with_headings_and_lists(
    application: Application, client: Client
) -> None:
    hostile = '# <script>alert(1)</script>\n\nA line\nand more.\n\n- {{7*7}}\n- "><svg onload=x>\n'
    branded(application, privacy_text=hostile)

    page = client.get(application.branding["privacy"]).text

    assert "<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>" in page
    assert "<p>A line and more.</p>" in page
    assert "<li>{{7*7}}</li><li>&quot;&gt;&lt;svg onload=x&gt;</li>" in page
    assert "Acme" in page


def test_an_address_goes_before_a_text(application: Application) -> None:
    branded(application, terms_url="https://acme.example/terms", terms_text="Ours.")

    assert application.branding["terms"] == "https://acme.example/terms"


@pytest.mark.parametrize(
    "address", ["http://acme.example", "javascript:alert(1)", "https://", "//acme.example", "x",
                "https://a@acme.example", "https://acme.example/a b", "https://[::1"]
)  # fmt: skip
def test_an_address_that_people_cannot_be_sent_to_is_refused(address: str) -> None:
    assert "begins with https://" in problems(form(privacy_url=address))


def test_an_administrator_brands_an_application(
    application: Application, admin_client: Client
) -> None:
    address = reverse("admin:applications_application_change", args=[application.pk])
    page = admin_client.get(address).text
    assert "What people see" in page
    assert 'enctype="multipart/form-data"' in page
