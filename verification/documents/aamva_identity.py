"""A licence in the terms in which claims are compared."""

from verification.documents.aamva import Licence
from verification.matching import DocumentIdentity, Source


def identity_of(licence: Licence) -> DocumentIdentity:
    """Say what the barcode states of its holder; parts that it does not state are left out."""
    names, address = licence.names, licence.address
    members = {
        "street_address": address.street,
        "locality": address.locality,
        "region": address.region,
        "postal_code": address.postal_code,
    }
    return DocumentIdentity(
        source=Source.BARCODE,
        family_name=names.family,
        given_name=names.given,
        middle_name=names.middle,
        suffix=names.suffix,
        names_truncated=names.maybe_truncated,
        family_truncated=names.family_truncated is True,
        given_truncated=names.given_truncated is True,
        middle_truncated=names.middle_truncated is True,
        birthdate=licence.birth,
        address={name: value for name, value in members.items() if value},
        country=licence.country,
    )
