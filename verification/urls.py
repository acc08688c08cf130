"""Addresses of the hosted flow, below /verify/."""

from django.urls import path

from verification import api
from verification.models import Capture
from verification.views import captures, challenges, first_screen, pages, phones

app_name = "verification"
urlpatterns = [
    path("<uuid:session_id>/", pages.welcome, name="welcome"),
    path("phone/<str:token>/", phones.link, name="link"),
    path("<uuid:session_id>/choose/", first_screen.choose, name="choose"),
    path("<uuid:session_id>/handoff/", first_screen.handoff, name="handoff"),
    path("<uuid:session_id>/handoff/number/", first_screen.number, name="number"),
    path("<uuid:session_id>/phone/", phones.phone, name="phone"),
    path("<uuid:session_id>/phone/stop/", phones.stop, name="phone_stop"),
    path("<uuid:session_id>/next/", pages.resume, name="resume"),
    *(
        path(f"<uuid:session_id>/{kind}/", captures.capture, {"kind": kind}, name=kind)
        for kind in Capture.Kind.values
    ),
    path("<uuid:session_id>/challenge/", challenges.challenge, name="challenge"),
    path("<uuid:session_id>/challenge/other-way/", challenges.waive, name="other_way"),
    path("<uuid:session_id>/challenge/<uuid:recording_id>/", challenges.frame, name="frame"),
    path("<uuid:session_id>/progress/", pages.progress, name="progress"),
    path("<uuid:session_id>/done/", pages.done, name="done"),
    path("<uuid:session_id>/cancel/", pages.cancel, name="cancel"),
    path("<uuid:session_id>/extend/", pages.extend, name="extend"),
    path("<uuid:session_id>/status", api.status, name="status"),
]
