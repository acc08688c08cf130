"""The one error of the licence parser."""


class AamvaError(ValueError):
    """The bytes are not a licence's barcode; the text says why, without repeating them."""
