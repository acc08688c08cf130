"""One identity verification from the org's side: begun with a push, ended with a judgement."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sandbox import okta_answers, okta_client, okta_requests
from sandbox.models import Transaction, Vendor, digest, living, purge
from sandbox.okta_client import Finish
from sandbox.okta_exchanges import Exchange
from sandbox.okta_orders import Order
from sandbox.okta_requests import Once
from sandbox.okta_rules import Asked, Refusal, deny


class Begun(NamedTuple):
    """A transaction, and where its browser goes; None when it is judged already."""

    transaction: Transaction
    address: str | None


def begin(vendor: Vendor, order: Order, *, browser: str) -> Begun:
    """Push the request and remember, sealed, what has to come back.

    Args:
        vendor: whom to ask.
        order: what for.
        browser: the secret of the browser that may see the transaction.
    """
    purge()
    once = Once()
    transaction = Transaction(browser_digest=digest(browser), state_digest=digest(once.state))
    record = _new_record(order, once)
    answer = okta_client.push(
        vendor, _parameters(vendor, order, once), json_body=order.style.json_body
    )
    refusal = okta_answers.refuse_pushed(answer.status, answer.body)
    if refusal is not None:
        _judged(transaction, record, Finish(deny(refusal), (answer.exchange,)))
        return Begun(transaction, None)
    address = okta_client.address_for(
        vendor, answer.body["request_uri"], with_client_id=order.style.client_id_in_address
    )
    record["exchanges"] = [asdict(answer.exchange), asdict(okta_client.sent_browser(address))]
    transaction.keep_record(record)
    transaction.save(force_insert=True)
    return Begun(transaction, address)


def find(state: str, *, browser: str) -> Transaction | None:
    """Return the living transaction with this state, if it began in this browser."""
    mine = living().filter(browser_digest=digest(browser))
    return mine.filter(state_digest=digest(state)).first()


def complete(
    vendor: Vendor, transaction: Transaction, *, address: str, query: Mapping[str, list[str]]
) -> None:
    """Judge what the browser brought back. Only the first return counts.

    Args:
        vendor: who answered.
        transaction: found by the returned state.
        address: the callback's full address, for the record.
        query: every value of every parameter.
    """
    if not transaction.claim():
        return
    record = transaction.record
    record["exchanges"].append(asdict(okta_client.returned_browser(address)))
    refusal = okta_answers.refuse_returned(query, issuer=vendor.issuer)
    _judged(transaction, record, _finish(vendor, record, query, refusal))


def _finish(
    vendor: Vendor,
    record: dict[str, Any],
    query: Mapping[str, list[str]],
    refusal: Refusal | None,
) -> Finish:
    if refusal is not None:
        return Finish(deny(refusal), ())
    return okta_client.finish(
        vendor,
        Asked(**record["asked"]),
        code=query["code"][0],
        code_verifier=record["code_verifier"],
        redirect_uri=vendor.redirect_uri,
    )


def _judged(transaction: Transaction, record: dict[str, Any], finish: Finish) -> None:
    """Record the end; the code verifier has done its work."""
    record.pop("code_verifier", None)
    record["exchanges"] += [asdict(exchange) for exchange in finish.exchanges]
    record["judgement"] = asdict(finish.judgement)
    record["token"] = asdict(finish.token) if finish.token else None
    record["compact_token"] = finish.compact_token
    record["notes"] = list(finish.notes)
    record["judged_at"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    transaction.status = Transaction.Status.JUDGED
    transaction.keep_record(record)
    transaction.save()


def _new_record(order: Order, once: Once) -> dict[str, Any]:
    exchanges: list[Exchange] = []
    return {
        "action": order.action,
        "login": order.login,
        "user_id": order.user_id,
        "flow": order.flow,
        "entered": order.entered,
        "asked": asdict(okta_requests.asked_of(order.attributes, order.style, once)),
        "code_verifier": once.code_verifier,
        "exchanges": exchanges,
        "started_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def _parameters(vendor: Vendor, order: Order, once: Once) -> dict[str, Any]:
    return okta_requests.pushed(
        order.attributes,
        order.style,
        once,
        credentials=(vendor.client_id, vendor.secret),
        login_hint=order.user_id,
        flow=order.flow,
        redirect_uri=vendor.redirect_uri,
    )
