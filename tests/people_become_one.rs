//! Unknown people turn out to be known ones: who is who, what is united, which instance is kept.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod story;

use std::fmt::Write as _;

use insta::assert_snapshot;
use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};
use wayfare::embed::journeys::Journeys;
use wayfare::terms::time::parse_instant;

use story::{START, Told, journeys, story};

fn shop() -> Journeys {
    journeys(&[r#"
journey: shop
version: 1.0.0
profile: { tz: string? }
windows: { daytime: { from: "08:00", to: "20:00", tz: =profile.tz ?? "UTC" } }
caps: { few: { max: 3, per: 5d } }
actions:
  mail: { params: { page: string }, consent: marketing, window: daytime, cap: few }
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
        actions: [mail: { page: =ctx.last }]
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

/// Histories drawn by chance of one known and three unknown people.
fn history(draws: &[u8]) -> String {
    let mut text = String::new();
    for (hour, draw) in draws.iter().enumerate() {
        let who = ["ada", "~x", "~y", "~z"][usize::from(draw % 4)];
        let what = match draw / 4 % 8 {
            0..=3 => format!("VISITED {{\"page\":\"p{}\"}}", draw / 32),
            4 | 5 => format!("BOUGHT {{\"total\":{}}}", draw / 32),
            6 => "LEFT".to_owned(),
            _ => format!(
                "OTHER \"consent\":{{\"marketing\":{}}},\"traits\":{{\"tz\":\"Etc/GMT+{}\"}}",
                draw % 3 == 0,
                draw / 32
            ),
        };
        writeln!(text, "+{hour}h {who} {what}").unwrap();
    }
    text
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whoever is linked in whatever order, in the end they stand at the same place, and everything after it is alike.
    #[test]
    fn links_commute(draws in prop::collection::vec(any::<u8>(), 1..24), after in prop::collection::vec(any::<u8>(), 0..6)) {
        let shop = shop();
        let before = history(&draws);
        let later = |(n, draw): (usize, &u8)| history(&[*draw]).replacen("+0h", &format!("+{}h", 70 + n), 1);
        let later: String = after.iter().enumerate().map(later).collect();
        let ends = ORDERS.map(|order| {
            let links = order.map(|n| format!("+60h ada~{} OTHER\n", ["x", "y", "z"][n])).concat();
            let events = format!("{before}{links}{later}until +100d");
            let records = story(&shop, &events, Told::Jsonl);
            let at = |line: &str| line.split("\"at\":").nth(1)?.split([',', '}']).next()?.parse::<i64>().ok();
            let last_link = parse_instant(START).unwrap() + 60 * 3_600_000;
            let behind = records.lines().filter(|line| at(line) > Some(last_link)).map(ToOwned::to_owned);
            (story(&shop, &events, Told::Final), behind.collect::<Vec<_>>())
        });
        for end in &ends[1..] {
            prop_assert_eq!(&ends[0], end, "{}", before);
        }
    }
}
