//! Unknown people turn out to be known ones: who is who, what is united, which instance is kept.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod story;

use insta::assert_snapshot;
use wayfare::embed::journeys::Journeys;

use story::{Told, journeys, story};

fn shop() -> Journeys {
    journeys(&[r#"
journey: shop
version: 1.0.0
events:
  VISITED: { payload: { page: string? } }
  BOUGHT: { payload: { total: number } }
  LEFT: {}
context:
  pages: { type: [string], default: [] }
  first: { type: string, default: none }
  last: { type: string, default: none }
  spent: { type: int, default: 0 }
identity:
  merge: furthest
  context: { pages: union, first: oldest, last: newest, spent: sum }
entry: { triggers: VISITED, set: { first: '=event.payload.page ?? "start"' } }
exit: [{ id: left, triggers: LEFT }]
initial: LOOKING
states:
  LOOKING:
    steps:
      - id: look
        triggers: VISITED
        set: { pages: '=ctx.pages + [event.payload.page ?? "start"]', last: '=event.payload.page ?? "start"' }
      - id: buy
        triggers: BOUGHT
        set: { spent: =ctx.spent + round(event.payload.total) }
        to: CUSTOMER
      - { id: gone, after: 30d, to: LOST }
  CUSTOMER:
    steps:
      - { id: buy-again, triggers: BOUGHT, set: { spent: =ctx.spent + round(event.payload.total) } }
      - { id: bored, after: 60d, to: LOST }
  LOST: { final: true }
"#])
}

#[test]
fn an_unknown_person_logs_in_and_goes_on_where_they_were() {
    assert_snapshot!(story(
        &shop(),
        r#"
        +0s ~x VISITED {"page":"a"}
        +1h ada~x VISITED {"page":"b"}
        +2h ~x VISITED {"page":"c"}
        +3h ada BOUGHT {"total":5}
        until +4d
    "#,
        Told::Text
    ));
}

#[test]
fn two_instances_become_one() {
    assert_snapshot!(story(
        &shop(),
        r#"
        +0s ada VISITED {"page":"k"}
        +1h ~x VISITED {"page":"a"}
        +2h ~x BOUGHT {"total":5}
        +3h ada VISITED {"page":"b"}
        +4h ada~x VISITED {"page":"c"}
        +5h ~x BOUGHT {"total":7}
        until +4d
    "#,
        Told::Jsonl
    ));
}

#[test]
fn an_unknown_person_stays_with_whom_they_were_linked_to_first() {
    assert_snapshot!(story(
        &shop(),
        r#"
        +0s ada~tablet VISITED {"page":"a"}
        +1h ben~tablet VISITED {"page":"b"}
        +2h ~tablet BOUGHT {"total":1}
        +3h ben BOUGHT {"total":2}
    "#,
        Told::Text
    ));
}

#[test]
fn a_duplicate_links_nobody() {
    assert_snapshot!(story(
        &shop(),
        r#"
        +0s ada VISITED "eventId":"same"
        +1h ada~x VISITED "eventId":"same"
        +2h ~x VISITED {"page":"b"}
    "#,
        Told::Final
    ));
}

#[test]
fn the_order_of_links_means_nothing() {
    let people = ["x", "y", "z"];
    let before = r#"
        +0s ~x VISITED {"page":"x"}
        +1h ~y VISITED {"page":"y"}
        +2h ~y BOUGHT {"total":3}
        +3h ~z VISITED {"page":"z"}
        +4h ~z BOUGHT {"total":4}
        +5h ada VISITED {"page":"a"}
        +6h ~x LEFT
    "#;
    let mut ends = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let links: Vec<String> = order.iter().map(|&n| format!("+7h ada~{} IDENTIFIED", people[n])).collect();
        ends.push(story(&shop(), &format!("{before}{}", links.join("\n")), Told::Final));
    }
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:#?}");
    assert_snapshot!(ends[0]);
}
