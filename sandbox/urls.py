"""Addresses of the sandbox, below /sandbox."""

from django.urls import path

from sandbox import okta_views, outcomes, specimen_views, vendor_setup, views

app_name = "sandbox"
_SPECIMEN = "specimens/<uuid:session_id>/<slug:kind>/<slug:outcome>"
urlpatterns = [
    path("", views.home, name="home"),
    path("okta/", okta_views.start, name="okta"),
    path("okta/vendor/", vendor_setup.vendor, name="okta-vendor"),
    path("okta/idp/identity-verification/callback", okta_views.callback, name="okta-callback"),
    path(
        "okta/transactions/<uuid:transaction_id>/",
        okta_views.transaction,
        name="okta-transaction",
    ),
    path("outcomes/<uuid:session_id>", outcomes.record, name="outcome"),
    path(
        "okta/transactions/<uuid:transaction_id>/record.json",
        okta_views.record,
        name="okta-record",
    ),
    path(f"{_SPECIMEN}/", specimen_views.hand_in, name="specimen"),
    path(f"{_SPECIMEN}.jpg", specimen_views.show, name="specimen-file"),
]
