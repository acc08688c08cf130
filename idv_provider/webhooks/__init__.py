"""Webhooks in the form of Standard Webhooks: signed, tried again, sent again (docs/webhooks.md)."""
