"""Settings → Legal pages, Retention, Sandbox."""

import pytest
from django.conf import LazySettings
from django.test import Client

from applications import brands
from applications.models import Application, Brand
from audit.models import Entry
from idv_provider import limited_markdown
from idv_provider.console.models import LegalText
from tests.console import journeys
from verification import vault
from verification.models import Flow, Session

LEGAL, RETENTION = "/console/settings/legal/", "/console/settings/retention/"
BRANDING = "/console/settings/branding/"
SHRED = f"{RETENTION}shred/"
WORDS = {
    "operator": "Acme GmbH",
    "contact": "privacy@acme.example",
    "terms": "# Law\n\nOf **Utopia**.",
    "privacy": "",
}


def test_branding_lists_what_each_application_has_of_its_own(
    console: Client, application: Application
) -> None:
    assert "ours" in console.get(BRANDING).text
    brand = Brand(application=application, accent="#0a5c36", terms_url='https://a.example/"><svg>')
    brands.save(brand)

    page = console.get(BRANDING).text

    assert 'fill="#0a5c36"' in page
    assert "https://a.example/" in page
    assert "<svg>" not in page
    assert f"/application/{application.pk}/change/" in page


def test_what_the_operator_writes_is_on_the_page_from_then_on(
    console: Client, client: Client
) -> None:
    console.post(LEGAL, WORDS)

    page = client.get("/legal/terms").text
    assert "Acme GmbH" in page
    assert "<h2>Law</h2>" in page
    assert "Of <strong>Utopia</strong>." in page
    assert "Acme GmbH" in client.get("/legal/privacy").text
    entry = Entry.objects.get()
    assert (entry.action, entry.facts) == (
        "legal_text.published",
        {"fields": ["operator", "contact", "terms"]},
    )


def test_each_save_is_a_version_that_can_be_read_again(console: Client) -> None:
    console.post(LEGAL, WORDS)
    console.post(LEGAL, WORDS)
    console.post(LEGAL, WORDS | {"terms": "Of nowhere."})

    newest, first = LegalText.objects.all()
    assert "Of nowhere." in console.get("/legal/terms").text
    old = console.get(f"/legal/terms?version={first.pk}").text
    assert "Utopia" in old
    assert '<a href="/legal/terms">' in old
    assert f"?version={newest.pk}" in console.get(LEGAL).text


@pytest.mark.parametrize("version", ["0", "x", "²", "9" * 40, "-1"])
def test_a_version_that_there_is_not_is_not_found(client: Client, db: None, version: str) -> None:
    assert client.get("/legal/terms", {"version": version}).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [
        '"><svg onload=alert(1)>',
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '[x](https://e.example/"onmouseover="alert(1))',
        "[x](https://e.example/<img>)",
        "![x](https://e.example/pixel.png)",
        "# <b>x</b>",
        "- <i>x</i>",
        "**<u>x</u>**",
        "[**x](https://e.example/**)",
    ],
)  # fmt: skip
def test_nobody_writes_html_into_a_legal_page(hostile: str) -> None:
    html = limited_markdown.render(hostile)

    rest: str = html
    for harmless in ("<p>", "</p>", "<h2>", "</h2>", "<ul>", "</ul>", "<li>", "</li>", "<strong>",
                     "</strong>", "</a>"):  # fmt: skip
        rest = rest.replace(harmless, "")
    for part in rest.split("<")[1:]:
        assert part.startswith('a href="https://e.example/')
        assert part.partition(">")[0].count('"') == 4
    assert "javascript:" not in html or "<a" not in html


def test_markdown_knows_paragraphs_lists_and_links() -> None:
    text = "One\ntwo\r\n\r\n- a\n- b\n\n## More\nSee [us](https://a.example/x?a=1&b=2)"

    assert limited_markdown.render(text) == (
        "<p>One two</p>\n<ul><li>a</li><li>b</li></ul>\n<h3>More</h3>\n"
        '<p>See <a href="https://a.example/x?a=1&amp;b=2" rel="noreferrer">us</a></p>'
    )


def test_retention_says_what_goes_next(console: Client, flow: Flow) -> None:
    session = journeys.failed(flow)

    page = console.get(RETENTION).text

    assert "within 24 hours" in page
    assert "Evidence of 1 verification is sealed" in page
    assert str(session.pk) in page


def test_evidence_is_shredded_when_somebody_asks(console: Client, flow: Flow) -> None:
    session = journeys.failed(flow)

    response = console.post(SHRED, {"session": str(session.pk)}, follow=True)

    assert f"The evidence of {session.pk} is gone." in response.text
    with pytest.raises(vault.Shredded):
        vault.get(Session.objects.get(), "anything")
    entry = Entry.objects.get()
    assert (entry.action, entry.object) == (
        "session.shredded",
        f"verification.session:{session.pk}",
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Type an id."),
        ("nonsense", "not a verification"),
        ("00000000-0000-4000-8000-000000000000", "there is no verification"),
    ],
)
def test_what_cannot_be_shredded_is_named(console: Client, db: None, asked: str, said: str) -> None:
    assert said in console.post(SHRED, {"session": asked}, follow=True).text


def test_a_verification_under_way_is_not_shredded(console: Client, flow: Flow) -> None:
    session = journeys.offered(flow)

    response = console.post(SHRED, {"session": str(session.pk)}, follow=True)

    assert "is still under way" in response.text
    assert Session.objects.get().session_key is not None


def test_the_sandbox_page_leads_to_the_org(console: Client, settings: LazySettings) -> None:
    assert (
        'href="http://testserver/sandbox/okta/"' in console.get("/console/settings/sandbox/").text
    )
    settings.SANDBOX = False
    page = console.get("/console/settings/sandbox/").text
    assert "it is not in production" in page
    assert "/sandbox/okta/" not in page
