"""Addresses of the hosted flow, below /verify/."""

from django.urls import URLPattern

app_name = "verification"
urlpatterns: list[URLPattern] = []
