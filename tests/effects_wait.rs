//! Effects at their moment: consent, quiet hours, caps over all journeys, what becomes of what was deferred or sent.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod story;

use insta::assert_snapshot;
use wayfare::embed::journeys::Journeys;

use story::{Told, journeys, story};

const CATALOG: &str = r#"
catalog: shared
profile: { tz: string? }
events:
  SIGNED_UP: {}
  NUDGED: {}
  LEFT: {}
  PAID: {}
  CHARGE_FAILED: {}
windows:
  daytime: { from: "08:00", to: "21:00", tz: =profile.tz ?? "UTC" }
caps:
  weekly: { max: 2, per: 7d }
actions:
  mail:
    params: { template: string }
    consent: marketing
    window: daytime
    cap: weekly
  text:
    params: { template: string }
    basis: interest
    window: daytime
    outside: drop
    cap: [weekly, { max: 1, per: 1d }]
  charge:
    params: { cents: int }
    basis: contract
    result: { receipt: string, at: timestamp? }
    on_failure: CHARGE_FAILED
"#;

fn world() -> Journeys {
    let welcome = r#"
journey: welcome
version: 1.0.0
uses: shared
context: { why: { type: string, default: none }, receipt: { type: string, default: none } }
entry: { triggers: SIGNED_UP, reentry: after_end }
exit: [{ id: left, triggers: LEFT, actions: [text: { template: bye }] }]
initial: IN
states:
  IN:
    on_entry: [mail: { template: hello }]
    steps:
      - { id: nudge, triggers: NUDGED, actions: [mail: { template: nudge }] }
      - { id: held, triggers: held.mail, set: { why: "=event.payload.reason + \" \" + event.payload.params.template" } }
      - { id: pay, triggers: PAID, actions: [charge: { cents: 100 }], to: PAYING }
  PAYING:
    steps:
      - { id: paid, triggers: succeeded.charge, set: { receipt: =event.payload.receipt }, to: OUT }
      - { id: not-paid, triggers: failed.charge, set: { why: "=event.payload.reason" } }
      - { id: told, triggers: CHARGE_FAILED, actions: [charge: { cents: 50 }] }
  OUT: { final: true }
"#;
    let nag = r"
journey: nag
version: 1.0.0
uses: shared
entry: { triggers: SIGNED_UP }
initial: IN
states:
  IN:
    steps:
      - { id: nag, triggers: NUDGED, actions: [text: { template: nag }] }
";
    journeys(&[CATALOG, welcome, nag])
}

#[test]
fn without_consent_an_effect_is_held_back_and_the_instance_told() {
    assert_snapshot!(story(
        &world(),
        r#"
        +0s ada SIGNED_UP
        +1h ada NUDGED "consent":{"marketing":true}
    "#,
        Told::Text
    ));
}

#[test]
fn quiet_hours_defer_or_drop_by_the_clock_of_the_person() {
    assert_snapshot!(story(
        &world(),
        r#"
        +0s ada SIGNED_UP "consent":{"marketing":true},"traits":{"tz":"America/New_York"}
        +1h ada NUDGED
        +2h ada PAID
    "#,
        Told::Text
    ));
}

#[test]
fn a_deferred_effect_is_decided_again() {
    assert_snapshot!(story(
        &world(),
        r#"
        +0s ada SIGNED_UP "consent":{"marketing":true},"traits":{"tz":"America/New_York"}
        +0s ben SIGNED_UP "consent":{"marketing":true},"traits":{"tz":"America/New_York"}
        +0s cid SIGNED_UP "consent":{"marketing":true},"traits":{"tz":"America/New_York"}
        +1h ada OTHER "consent":{"marketing":false}
        +1h ben LEFT
        +1h cid OTHER "traits":{"tz":"Pacific/Honolulu"}
        until +1d
    "#,
        Told::Jsonl
    ));
}

#[test]
fn a_cap_counts_over_all_journeys_for_less_than_its_period() {
    assert_snapshot!(story(
        &world(),
        r#"
        +0s ada SIGNED_UP "consent":{"marketing":true}
        +1h ada NUDGED
        +2h ada NUDGED
        +6d23h ada NUDGED
        +7d ada NUDGED
    "#,
        Told::Text
    ));
}

#[test]
fn what_became_of_an_effect_comes_back() {
    assert_snapshot!(story(
        &world(),
        r#"
        +0s ada SIGNED_UP
        +1h ada PAID
        +2h ada succeeded.charge {"receipt":7}
        +3h ada failed.charge {"reason":"no money","tries":3}
        +4h ada failed.charge
        +5h ada succeeded.charge {"receipt":"r-1","at":"2026-01-05T14:00:00Z"}
        +6h ada succeeded.charge {"receipt":"r-2"}
        +7h ada succeeded.charge {"receipt":"r-2"}
        +8h ada held.mail
        +9h ada succeeded.nothing
    "#,
        Told::Text
    ));
}

fn orders() -> Journeys {
    let order = r#"
journey: order
version: 1.0.0
uses: shared
context: { why: { type: string, default: none } }
entry: { triggers: [ORDERED, PAID], key: { ORDERED: =event.payload.id, PAID: =event.payload.id } }
events: { ORDERED: { payload: { id: int } } }
initial: OPEN
states:
  OPEN:
    on_entry: [mail: { template: =user.id }]
    steps:
      - { id: pay, triggers: PAID, actions: [charge: { cents: 100 }], to: PAYING }
      - { id: gone, after: 3d, to: GONE }
  PAYING:
    steps:
      - { id: paid, triggers: succeeded.charge, set: { why: =event.payload.receipt }, to: GONE }
  GONE: { final: true }
"#;
    let catalog = CATALOG.replace("PAID: {}", "PAID: { payload: { id: int } }");
    journeys(&[&catalog, order])
}

/// Same keys become one instance, others move along; what the absorbed one had deferred is sent, and what it had sent
/// is answered, by the one that is left.
#[test]
fn effects_of_an_absorbed_instance_go_on() {
    assert_snapshot!(story(
        &orders(),
        r#"
        +12h ~x ORDERED {"id":1}, "consent":{"marketing":true}
        +12h1m ~x ORDERED {"id":2}
        +12h2m ada ORDERED {"id":1}
        +12h3m ~x PAID {"id":2}
        +12h4m ~x PAID {"id":1}
        +13h ada~x OTHER
        +14h ada succeeded.charge {"receipt":"first"}
        +15h ada succeeded.charge {"receipt":"second"}
        +16h ada PAID {"id":2}
        until +4d
    "#,
        Told::Text
    ));
}
