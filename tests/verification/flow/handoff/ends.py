"""What the two ends do: the first screen at a desk, and a phone."""

import re
from typing import Any

from django.test import Client

from tests.verification.flow.addresses import at
from verification.models import HandoffEvent, Session

DESK = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def a_phone(address: str = "198.51.100.4", country: str = "DE") -> Client:
    return Client(headers={"user-agent": PHONE, "x-country": country}, REMOTE_ADDR=address)


def link_on(desk: Client, session: Session) -> str:
    """Choose the phone; return the path of the link that the desk shows."""
    desk.post(at("choose", session), {"device": "phone"})
    return shown_link(desk, session)


def shown_link(desk: Client, session: Session) -> str:
    page = desk.get(at("handoff", session)).text
    (link,) = re.findall(r'value="(http[^"]*/verify/phone/[^"]+)"', page)
    return f"/verify/{link.partition('/verify/')[2]}"


def say_yes(phone: Client, link: str) -> Any:
    phone.get(link)
    return phone.post(link, {"answer": "yes"})


def shown_number(phone: Client, session: Session) -> str:
    page = phone.get(at("phone", session)).text
    (number,) = re.findall(r'class="number"[^>]*>(\d\d)<', page)
    return str(number)


def join(desk: Client, phone: Client, session: Session) -> None:
    """Hand the session over to the phone, as an honest person does."""
    say_yes(phone, link_on(desk, session))
    desk.post(at("number", session), {"number": shown_number(phone, session)})


def happened(session: Session) -> list[str]:
    rows = HandoffEvent.objects.filter(handoff__session=session)
    return list(rows.values_list("what", flat=True))


def wrong(number: str) -> str:
    return str(10 + (int(number) - 9) % 90)
