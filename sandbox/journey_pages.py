"""Reading pages as a browser does, as far as a journey without a screen needs it: forms, links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_TICKED = frozenset({"checkbox", "radio"})
_NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass(slots=True)
class Form:
    """A form, filled in as the page came.

    Attributes:
        action: absolute address.
        method: ``get`` or ``post``.
        fields: what a browser would send if nothing were touched; the CSRF token among it.
    """

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that came by HTTP."""

    address: str
    status: int
    forms: tuple[Form, ...]
    links: tuple[str, ...]

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    def form_to(self, part: str) -> Form | None:
        """Return the first form that is posted to an address whose path holds ``part``."""
        posted = (form for form in self.forms if form.method == "post")
        return next((form for form in posted if part in urlsplit(form.action).path), None)

    def link_to(self, part: str) -> str | None:
        """Return the first link whose path holds ``part``."""
        return next((link for link in self.links if part in urlsplit(link).path), None)


def read(address: str, status: int, html: str) -> Page:
    """Return what a page offers.

    Args:
        address: where it came from, after redirects.
        status: of the answer.
        html: its text.
    """
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return Page(address, status, tuple(reader.forms), tuple(reader.links))


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._address = address
        self._form: Form | None = None
        self._select = ""
        self._text_area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self._address, given["href"]))
        elif tag == "form":
            action = urljoin(self._address, given.get("action", ""))
            self._form = Form(action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._control(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text_area = ""

    def handle_data(self, data: str) -> None:
        if self._text_area and self._form is not None:
            self._form.fields[self._text_area] += data

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self._text_area = name
            form.fields[name] = ""
        elif tag == "input" and name:
            _read_input(form, name, given)


def _read_input(form: Form, name: str, given: dict[str, str]) -> None:
    kind = given.get("type", "text").lower()
    if kind in _TICKED:
        if "checked" in given:
            form.fields[name] = given.get("value", "on")
    elif kind not in _NOT_SENT:
        form.fields[name] = given.get("value", "")
