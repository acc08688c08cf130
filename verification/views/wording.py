"""Words that are chosen by a value, translated when they are shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from verification import attempts, liveness, services
from verification.checks import challenge_guidance, codes, guidance, selfie_guidance
from verification.documents.kinds import DocumentType
from verification.models import Capture, CheckResult, Flow, Recording, Session

# Reasons that a person may hear: they follow from the pictures, and no rule shows in them.
REASONS = {
    codes.DOCUMENT_EXPIRY: _("The document is no longer valid. Please use one that is."),
    codes.DOCUMENT_TYPE: _("This kind of document is not accepted. Please use another one."),
    codes.DOCUMENT_COUNTRY: _(
        "Documents of this country are not accepted. Please use another one."
    ),
    codes.MRZ_PRESENT: _(
        "The lines at the bottom of the document could not be read. Get all of them into the "
        "picture, sharp and without reflections."
    ),
    codes.DOCUMENT_PORTRAIT: _(
        "The photo in the document could not be seen well enough. Hold still and avoid reflections."
    ),
    codes.SELFIE_ONE_FACE: _("There has to be one face in your selfie: yours alone."),
    codes.SELFIE_FACE_SIZE: _("Your face was too small in the selfie. Come closer."),
}
_ONLY_IF_READ = (codes.DOCUMENT_EXPIRY, codes.DOCUMENT_TYPE, codes.DOCUMENT_COUNTRY)
_UNREAD = _("A part of the document could not be read. Take a sharp picture in even light.")

_ADVICE = {**guidance.MESSAGES, **selfie_guidance.MESSAGES}

_STAGES = {
    Session.Step.DOCUMENT: _("Reading the document"),
    Session.Step.FACES: _("Comparing the faces"),
    Session.Step.CLAIMS: _("Comparing the details"),
}
_ORDER = list(Session.Step)
_PICTURES = {
    Capture.Kind.DOCUMENT: _("Picture of the document"),
    Capture.Kind.BACK: _("Picture of its back"),
    Capture.Kind.SELFIE: _("Selfie"),
}


_DOCUMENTS = {
    DocumentType.PASSPORT: _("a passport"),
    DocumentType.IDENTITY_CARD: _("an identity card or residence permit"),
    DocumentType.DRIVING_LICENCE: _("a driving licence of the USA or Canada"),
    DocumentType.VISA: _("a visa"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the progress page; ``state`` is ``done``, ``current`` or ``ahead``."""

    label: str | Promise
    state: str


def stages(now: str) -> list[Stage]:
    """Return what the workers do, in order, and how far they are."""
    reached = _ORDER.index(Session.Step(now))
    return [Stage(label, _state(_ORDER.index(step), reached)) for step, label in _STAGES.items()]


def documents(flow: Flow) -> dict[str, object]:
    """Return what pages say of the documents that a flow accepts."""
    named = [name for kind, name in _DOCUMENTS.items() if kind in flow.accepted.types]
    return {"accepted": named, "passports_only": flow.accepts_passports_only}


def pictures(session: Session) -> list[Stage]:
    """Return what is to be taken, in order, and how far a phone is with it."""
    taken = [
        (_PICTURES[Capture.Kind(kind)], services.is_settled(session, kind))
        for kind in services.needed(session)
    ]
    if liveness.level(session) == Flow.Liveness.ACTIVE:
        taken.append((_("Movements of the head"), liveness.settled(session) is not None))
    return [Stage(label, "done" if done else "ahead") for label, done in taken]


def advice(capture: Capture) -> list[str]:
    """Return what to do better in the next picture: one thing, the most helpful.

    A blurred page also shows no zone and no portrait; three problems are harder to act on than one.
    """
    known = (_ADVICE.get(code) for code in capture.guidance)
    return [gettext(message) for message in known if message][:1]


def challenge_advice(recording: Recording) -> list[str]:
    """Return what to do better in the next challenge: one thing, the most helpful."""
    known = (challenge_guidance.MESSAGES.get(code) for code in recording.guidance)
    return [gettext(message) for message in known if message][:1]


def reasons(session: Session) -> list[str]:
    """Return why the last attempt was refused, as far as the pictures make it plain."""
    refused = list(session.findings.filter(refused=True).values_list("code", "outcome"))
    told = [str(REASONS[code]) for code, outcome in refused if _is_plain(code, outcome)]
    if not told and attempts.to_take_again(refused):
        return [str(_UNREAD)]
    return list(dict.fromkeys(told))


def duration(hours: int) -> str:
    """Return how long evidence is kept after the result, as people say it; empty: not at all."""
    if hours == 0:
        return ""
    if hours % 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def _state(step: int, reached: int) -> str:
    if step < reached:
        return "done"
    return "current" if step == reached else "ahead"


def _is_plain(code: str, outcome: str) -> bool:
    """Whether the reason follows from the picture: a type or date that was not read does not."""
    failed = outcome == CheckResult.Outcome.FAIL
    return code in REASONS and (failed or code not in _ONLY_IF_READ)
