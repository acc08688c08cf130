"""The vault opens for its own session, until it is shredded."""

import pytest

from tests.verification.conftest import offered
from verification import sealing, vault
from verification.models import Flow, Session, VaultItem


def test_what_is_put_comes_out_and_lies_there_encrypted(session: Session) -> None:
    vault.put(session, "note", b"ERIKSSON")

    assert vault.get(session, "note") == b"ERIKSSON"
    assert b"ERIKSSON" not in bytes(VaultItem.objects.get(name="note").ciphertext)


def test_putting_again_replaces(session: Session) -> None:
    vault.put(session, "note", b"first")
    vault.put(session, "note", b"second")

    assert vault.get(session, "note") == b"second"
    assert VaultItem.objects.count() == 1


def test_the_claims_are_kept_encrypted(session: Session) -> None:
    assert b"Eriksson" not in bytes(session.claims_sealed)
    assert vault.open_claims(session)["family_name"] == {"value": "Eriksson", "fuzzy": True}


def test_an_item_does_not_open_in_another_session_or_under_another_name(
    session: Session, flow: Flow
) -> None:
    vault.put(session, "note", b"ERIKSSON")
    other = offered(flow)
    item = VaultItem.objects.get(name="note")

    VaultItem.objects.create(session=other, name="note", ciphertext=item.ciphertext)
    with pytest.raises(sealing.UnsealError):
        vault.get(other, "note")

    VaultItem.objects.filter(pk=item.pk).update(name="other")
    with pytest.raises(sealing.UnsealError):
        vault.get(session, "other")


def test_shredding_makes_even_an_earlier_copy_unreadable(session: Session) -> None:
    vault.put(session, "note", b"ERIKSSON")
    copy = VaultItem.objects.get(name="note")
    vault.shred(session)
    vault.shred(session)
    session.refresh_from_db()

    assert not VaultItem.objects.exists()
    assert session.session_key is None
    assert bytes(session.claims_sealed) == b""
    copy.pk = None
    copy.save(force_insert=True)
    with pytest.raises(vault.Shredded):
        vault.get(session, "note")
    with pytest.raises(vault.Shredded):
        vault.put(session, "note", b"again")


def test_discarding_what_is_not_there_is_no_mistake(session: Session) -> None:
    vault.discard(session, "nothing")
