//! One person in one journey several times: by key, again after an end, and never twice.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod story;

use insta::assert_snapshot;

use story::{Told, journeys, story};

const CART: &str = r"
journey: cart
version: 1.0.0
events:
  FILLED: { payload: { cart: { type: int, required: false } } }
  ORDERED: { payload: { order: { fields: { id: int } } } }
  LOGGED_OUT: {}
  SEEN: {}
  OTHER: { payload: { cart: int } }
context: { seen: { type: int, default: 0 } }
entry:
  triggers: FILLED
  key: { FILLED: =event.payload.cart, ORDERED: =event.payload.order.id, LOGGED_OUT: all, OTHER: =event.payload.cart }
initial: OPEN
states:
  OPEN:
    steps:
      - { id: ordered, triggers: ORDERED, to: DONE }
      - { id: seen, triggers: SEEN, set: { seen: =ctx.seen + 1 } }
      - { id: left, triggers: LOGGED_OUT, to: LEFT }
  DONE: { final: true }
  LEFT: { final: true }
";

#[test]
fn an_event_goes_to_the_instance_of_its_key_to_all_or_to_none() {
    let journeys = journeys(&[CART]);
    let events = r#"
        +0s ada FILLED {"cart":9}
        +1m ada FILLED {"cart":10}
        +2m ada FILLED
        +3m ada SEEN
        +4m ada ORDERED {"order":{"id":10}}
        +5m ada ORDERED {"order":{"id":11}}
        +6m ada SEEN
        +7m ada LOGGED_OUT
        +8m ada FILLED {"cart":9}
    "#;
    assert_snapshot!(story(&journeys, events, Told::Text));
}

#[test]
fn the_last_event_of_an_instance_is_the_last_that_was_meant_for_it() {
    let journeys = journeys(&[CART]);
    let events = r#"
        +0s ada FILLED {"cart":9}
        +1m ada FILLED {"cart":10}
        +2m ada OTHER {"cart":9}
        +3m ada FILLED
    "#;
    assert_snapshot!(story(&journeys, events, Told::Final));
    let unknown_to_it = format!("{events}\n +4m ada SOMETHING_ELSE");
    assert_snapshot!(story(&journeys, &unknown_to_it, Told::Final));
}

fn again(reentry: &str) -> String {
    format!(
        r"
journey: again
version: 1.0.0
events: {{ CAME: {{}}, WENT: {{}}, SAW: {{}} }}
actions: {{ greet: {{}}, wave: {{}} }}
entry: {{ triggers: CAME, reentry: {reentry} }}
initial: HERE
states:
  HERE:
    on_entry: [greet]
    on_exit: [wave]
    steps:
      - {{ id: saw, triggers: SAW }}
      - {{ id: went, triggers: WENT, to: GONE }}
      - {{ id: waited, after: 10d, to: GONE }}
  GONE: {{ final: true }}
"
    )
}

#[test]
fn a_person_comes_again_as_the_journey_lets_them() {
    let mut told = String::new();
    for reentry in ["never", "after_end", "{ after: 30d }", "always"] {
        let journeys = journeys(&[&again(reentry)]);
        let events = "
            +0s ada CAME
            +1h ada CAME
            +2h ada WENT
            +29d ada CAME
            +30d2h ada CAME
            +31d ada SAW
        ";
        told.extend([reentry, "\n", &story(&journeys, events, Told::Text), "\n"]);
    }
    assert_snapshot!(told);
}

#[test]
fn who_wants_no_processing_is_not_moved() {
    let mut told = String::new();
    for processing in ["opt-out", "opt-in"] {
        let config = format!("[consent]\nprocessing = \"{processing}\"\n");
        let journeys = journeys(&[&config, &again("after_end")]);
        let events = r#"
            +0s ada CAME
            +1h ada SAW "consent":{"processing":true}
            +2h ada CAME
            +3h ada~x SAW "consent":{"processing":false}
            +4h ~x CAME
            +5h ada SAW "consent":{"processing":true}
        "#;
        told.extend([processing, "\n", &story(&journeys, events, Told::Text), "\n"]);
    }
    assert_snapshot!(told);
}
