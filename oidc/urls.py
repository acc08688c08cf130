"""Addresses of the protocol."""

from django.urls import URLPattern

app_name = "oidc"
urlpatterns: list[URLPattern] = []
