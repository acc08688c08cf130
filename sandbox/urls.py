"""Addresses of the sandbox, below /sandbox."""

from django.urls import URLPattern

app_name = "sandbox"
urlpatterns: list[URLPattern] = []
