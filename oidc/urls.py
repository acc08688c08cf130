"""Addresses of the protocol."""

from django.urls import path

from oidc import browser_views, endpoints, views

app_name = "oidc"
urlpatterns = [
    path(endpoints.PAR, views.pushed_authorization, name="par"),
    path(endpoints.AUTHORIZE, browser_views.authorize, name="authorize"),
    path(f"{endpoints.COMPLETE}/<uuid:session_id>", browser_views.complete, name="complete"),
    path(endpoints.TOKEN, views.token, name="token"),
    path(endpoints.USERINFO, views.userinfo, name="userinfo"),
    path(endpoints.JWKS, views.jwks, name="jwks"),
    path(endpoints.DISCOVERY, views.configuration, name="configuration"),
]
