"""An administrator says, in plain words, how a flow compares claims."""

from collections.abc import Callable

import pytest
from django.test import Client

from verification.flow_form import FlowForm
from verification.matching import OPT_IN, ClaimPolicy, MatchingPolicy, Mode, Rule, stored
from verification.models import Flow
from verification.rule_wording import CLAIMS, RULES

ADD = "/console/verification/flow/add/"
STANDARD = [rule.value for rule in RULES if rule not in OPT_IN]
Form = dict[str, object]


def form(**changes: object) -> Form:
    """What a browser sends that changed nothing of the defaults, with changes."""
    shown = {field.html_name: field.value() for field in FlowForm()}
    unticked = {name for name, value in shown.items() if value is None or value is False}
    sent = {name: value for name, value in shown.items() if name not in unticked}
    return sent | {"name": "Strict", "slug": "strict", "liveness": "none"} | changes


def change(flow: Flow) -> str:
    return f"/console/verification/flow/{flow.pk}/change/"


def test_a_form_that_nobody_touched_saves_the_default(console: Client) -> None:
    console.post(ADD, form())

    assert Flow.objects.get().matching == stored.default()


def test_each_claim_is_compared_as_chosen(console: Client) -> None:
    told = form(match_family_name="exact", match_birthdate="exact", match_middle_name="ignore")
    del told["address_advisory"]
    console.post(ADD, told)

    policy = stored.load(Flow.objects.get().matching)
    modes = {claim: policy.of(claim).mode for claim in CLAIMS}
    assert modes == {
        "given_name": Mode.FUZZY,
        "family_name": Mode.EXACT,
        "middle_name": Mode.IGNORE,
        "birthdate": Mode.EXACT,
        "address": Mode.FUZZY,
    }
    assert not policy.of("address").advisory


def test_rules_are_given_and_taken_away_for_all_names(console: Client) -> None:
    fewer = [rule for rule in STANDARD if rule != "nickname"]
    console.post(ADD, form(names_opt_in=["surname_part"], names_forgive=fewer))

    policy = stored.load(Flow.objects.get().matching)
    for claim in ("given_name", "family_name", "middle_name"):
        assert Rule.SURNAME_PART in policy.of(claim).rules
        assert Rule.NICKNAME not in policy.of(claim).rules


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        pytest.param({"match_family_name": "ignore"}, "ignore is not one", id="no name"),
        pytest.param({"match_given_name": ""}, "Choose how the given name", id="nothing chosen"),
        pytest.param({"match_birthdate": "loose"}, "loose is not one", id="no such mode"),
        pytest.param({"names_opt_in": ["guess"]}, "guess is not one", id="no such rule"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    console: Client, wrong: Form, named: str
) -> None:
    typed = form(name="Typed by hand", match_address="ignore", minutes=33)
    page = console.post(ADD, {**typed, **wrong})

    assert named in page.text
    assert 'value="Typed by hand"' in page.text
    assert 'value="33"' in page.text
    ignored = page.context["adminform"].form["match_address"]
    assert ignored.value() == "ignore"
    assert not Flow.objects.exists()


def test_the_form_shows_what_is_stored(console: Client, flow: Flow) -> None:
    policy = stored.default()
    policy["birthdate"]["mode"] = "exact"
    policy["given_name"]["rules"] = ["diacritics", "surname_part"]
    Flow.objects.update(matching=policy)

    shown = console.get(change(flow)).context["adminform"].form

    assert shown["match_birthdate"].value() == "exact"
    assert shown["names_forgive"].value() == ["diacritics"]
    assert shown["names_opt_in"].value() == []
    assert "not the same" in shown["names_forgive"].help_text


def test_saving_keeps_what_the_form_has_no_field_for(console: Client, flow: Flow) -> None:
    member = {"address.country": ClaimPolicy(mode=Mode.EXACT)}
    Flow.objects.update(matching=stored.default() | stored.dump(MatchingPolicy(member)))

    console.post(change(flow), form())

    flow.refresh_from_db()
    assert stored.load(flow.matching).of("address.country") == member["address.country"]


def test_an_unreadable_policy_is_said_to_be_and_can_be_saved_anew(
    console: Client, flow: Flow
) -> None:
    Flow.objects.update(matching={"given_name": {"mode": "loose", "rules": [], "advisory": False}})

    assert "cannot be read" in console.get(change(flow)).text
    console.post(change(flow), form())

    flow.refresh_from_db()
    assert flow.matching == stored.default()


def test_who_may_only_look_reads_it_in_a_few_words(
    staff: Callable[[str], Client], flow: Flow
) -> None:
    policy = stored.default()
    policy["birthdate"]["mode"] = "ignore"
    policy["family_name"]["rules"].append("surname_part")
    Flow.objects.update(matching=policy)

    page = staff("Auditor").get(change(flow)).text

    assert "Birth date: ignore" in page
    assert "Address: fuzzy, only noted" in page
    assert RULES[Rule.SURNAME_PART] in page
    assert 'name="match_birthdate"' not in page
