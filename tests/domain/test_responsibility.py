"""Who owns what: the derivation, its reasons, and the auditor's word against it."""

from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.catalog import Side
from srm_desktop.domain.responsibility import (
    LayerOwner,
    Overrule,
    Service,
    combine,
    derive,
    effective,
    shorten,
    words_in_scope,
)
from srm_desktop.domain.vocabulary import Owner, Responsibility

LAYERS = ["facilities", "guest-os", "platform", "data"]
layer_lists = st.lists(st.sampled_from(LAYERS), min_size=1, unique=True)
values = st.sampled_from(list(Responsibility))


def service(ident: str, owners: dict[str, Owner], tier: str = "t") -> Service:
    layers = tuple(LayerOwner(layer, owner, f"because of {layer}") for layer, owner in owners.items())
    return Service(ident, f"Amazon {ident}", tier, f"Tier {tier}", "", layers)


@st.composite
def scopes(draw, min_size: int = 0) -> list[Service]:
    idents = draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=min_size))
    return [service(i, draw(st.dictionaries(st.sampled_from(LAYERS), st.sampled_from(list(Owner))))) for i in idents]


@given(layer_lists, scopes())
def test_all_aws_inherited_all_customer_customer_anything_else_shared(layers: list[str], scope: list[Service]):
    owners = {s.owner(layer).owner for s in scope for layer in layers} - {Owner.ABSENT}
    expected = {
        frozenset(): Responsibility.CUSTOMER,  # nobody owns it, so nothing is inherited
        frozenset({Owner.AWS}): Responsibility.INHERITED,
        frozenset({Owner.CUSTOMER}): Responsibility.CUSTOMER,
    }.get(frozenset(owners), Responsibility.SHARED)
    assert derive(layers, scope).value is expected


@given(layer_lists, scopes())
def test_reasons_are_one_row_for_each_service_and_layer(layers: list[str], scope: list[Service]):
    found = derive(layers, scope)
    assert [(r.service, r.layer) for r in found.reasons] == [(s.id, layer) for s in scope for layer in layers]
    for reason in found.reasons:
        entry = next(s for s in scope if s.id == reason.service).owner(reason.layer)
        assert (reason.owner, reason.why, reason.overruled) == (entry.owner, entry.why, False)


@given(layer_lists, scopes(), st.randoms())
def test_order_of_services_does_not_matter(layers: list[str], scope: list[Service], random):
    shuffled = list(scope)
    random.shuffle(shuffled)
    assert derive(layers, shuffled).value is derive(layers, scope).value
    assert derive(layers[::-1], scope).value is derive(layers, scope).value


@given(layer_lists, scopes())
def test_a_service_without_these_layers_changes_nothing(layers: list[str], scope: list[Service]):
    bystander = service("z", dict.fromkeys(layers, Owner.ABSENT))
    assert derive(layers, [*scope, bystander]).value is derive(layers, scope).value
    assert derive(layers, [*scope, service("z", {})]).value is derive(layers, scope).value


@given(layer_lists, scopes(min_size=1), values, st.data())
def test_an_overruled_service_counts_as_the_auditor_says(layers: list[str], scope: list[Service], word, data):
    chosen = data.draw(st.sampled_from(scope))
    found = derive(layers, scope, {chosen.id: Overrule(word, "read the contract", chosen.id)})
    owner = {
        Responsibility.INHERITED: Owner.AWS,
        Responsibility.SHARED: Owner.SHARED,
        Responsibility.CUSTOMER: Owner.CUSTOMER,
        Responsibility.NOT_APPLICABLE: Owner.ABSENT,
    }[word]
    as_if = [service(s.id, dict.fromkeys(layers, owner)) if s is chosen else s for s in scope]
    assert found.value is derive(layers, as_if).value
    for reason in found.reasons:
        assert reason.overruled == (reason.service == chosen.id)
        if reason.overruled:
            assert (reason.owner, reason.why) == (owner, "read the contract")


@given(layer_lists, scopes(), values)
def test_an_overrule_of_a_service_out_of_scope_changes_nothing(layers: list[str], scope: list[Service], word):
    assert derive(layers, scope, {"gone": Overrule(word, "old", "gone")}) == derive(layers, scope)


def test_an_empty_scope_says_so():
    found = derive(["guest-os"], [])
    assert (found.value, found.reasons) == (Responsibility.CUSTOMER, ())
    assert "No service is in scope yet" in found.sentence
    assert "No service in scope has this layer" in derive(["guest-os"], [service("a", {})]).sentence


@given(layer_lists, scopes(min_size=1))
def test_the_sentence_of_a_shared_part_names_both_sides(layers: list[str], scope: list[Service]):
    found = derive(layers, scope)
    assert found.sentence.endswith(".")
    if found.value is Responsibility.SHARED:
        for owner, phrase in ((Owner.AWS, "AWS alone in"), (Owner.SHARED, "both in"), (Owner.CUSTOMER, "you alone in")):
            assert (phrase in found.sentence) == any(r.owner is owner for r in found.reasons)


def test_the_known_trap_of_patching():
    ec2 = service("ec2", {"guest-os": Owner.CUSTOMER})
    rds = service("rds", {"guest-os": Owner.SHARED})
    s3 = service("s3", {"guest-os": Owner.AWS})
    assert derive(["guest-os"], [ec2]).value is Responsibility.CUSTOMER
    assert derive(["guest-os"], [rds]).value is Responsibility.SHARED
    assert derive(["guest-os"], [s3]).value is Responsibility.INHERITED
    assert derive(["guest-os"], [ec2, s3]).value is Responsibility.SHARED


@given(st.lists(values))
def test_combine(parts: list[Responsibility]):
    applying = set(parts) - {Responsibility.NOT_APPLICABLE}
    found = combine(parts)
    if not applying:
        assert found is Responsibility.NOT_APPLICABLE
    elif len(applying) == 1:
        assert found in applying
    else:
        assert found is Responsibility.SHARED
    assert combine(reversed(parts)) is found
    assert combine([*parts, *parts, Responsibility.NOT_APPLICABLE]) is found


@given(values, values)
def test_effective_is_the_auditors_word_where_there_is_one(derived: Responsibility, word: Responsibility):
    assert effective(derived, None) is derived
    assert effective(derived, Overrule(word, "why")) is word


@given(st.lists(st.text(alphabet="abc", min_size=1), min_size=1), st.integers(1, 6))
def test_shorten_counts_what_it_leaves_out(names: list[str], most: int):
    text = shorten(names, most)
    assert text.startswith(", ".join(names[:most]))
    assert text.endswith(f" and {len(names) - most} more") == (len(names) > most)


def test_words_in_scope_are_those_of_the_tiers_present():
    side = Side("general", (("t", "for t"), ("u", "for u")))
    found = words_in_scope(side, [service("a", {}), service("b", {})])
    assert [(w.tier, w.services, w.text) for w in found] == [("Tier t", ("Amazon a", "Amazon b"), "for t")]
    assert words_in_scope(side, []) == ()
