//! `graph`: a journey in every format, the same bytes each time; what cannot be drawn is told with a way out.

mod harness;

use harness::Wayfare;
use insta::assert_snapshot;

/// A little of everything: nested and parallel states, a history, a split, timers, steps that stay, a way back.
const CLUB: &str = r#"wayfare: 1
journey: club
version: 1.0.0
title: Members of a club
owner: people-team
tags: [members]
events: { JOINED: { payload: { plan: string } }, LEFT: {}, BACK: {}, READ: {}, PAID: { payload: { amount: number } } }
context: { plan: { type: string, default: free } }
actions: { greet: { params: { text: string? } } }
windows: { office: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00", tz: UTC } }
entry: { triggers: JOINED, set: { plan: =event.payload.plan } }
exit: [{ id: erased, triggers: LEFT, guard: ctx.plan == "free" }]
goals:
  - { id: payer, state: PAYER }
  - { id: reader, triggers: READ, within: 7d }
steps: [{ id: read-anywhere, triggers: READ, set: { plan: '"reader"' } }]
initial: MEMBER
states:
  MEMBER:
    parallel: true
    description: In two regions at once
    steps: [{ id: pause, triggers: LEFT, to: AWAY }]
    states:
      READS:
        initial: TEST
        states:
          TEST:
            split: { key: =user.id, salt: s, arms: [{ id: short, weight: 1, to: SHORT }, { id: long, weight: 3, to: LONG }] }
          SHORT: { steps: [{ id: swap, triggers: READ, to: LONG }] }
          LONG: { steps: [{ id: again, triggers: READ, reenter: true }] }
          LAST: { history: deep, default: SHORT }
      PAYS:
        initial: FREE
        states:
          FREE:
            on_entry: [{ if: ctx.plan == "gold", then: [greet: { text: "hello, \"${user.id}\"" }] }]
            steps:
              - { id: remind, every: 7d, within: office, actions: [greet] }
              - { id: paid, triggers: PAID, guard: event.payload.amount > 0.0 && ctx.plan != "<free>", to: PAYER }
          PAYER: { final: true }
  AWAY: { steps: [{ id: return, triggers: BACK, to: LAST }, { id: gone, after: 90d, to: OVER }] }
  OVER: { final: true }
"#;

fn graph(arguments: &str) -> Wayfare {
    Wayfare::new(&format!("graph {arguments}")).file("club.yaml", CLUB)
}

#[test]
fn a_terminal_gets_a_drawing_in_characters() {
    assert_snapshot!(graph("club.yaml").exits(0).snapshot());
    assert_snapshot!(graph("club.yaml --format ascii --width 60").exits(0).snapshot());
    assert_snapshot!(graph("club.yaml --width 70 --color always").exits(0).snapshot().replace('\u{1b}', "^"));
}

#[test]
fn no_line_of_a_drawing_is_longer_than_asked() {
    for width in [40, 60, 80, 120] {
        let drawn = graph(&format!("club.yaml --width {width}")).exits(0).stdout();
        let longest = drawn.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(width), "{width}: {drawn}");
    }
}

#[test]
fn forges_get_a_flowchart() {
    assert_snapshot!(graph("club.yaml --format mermaid --direction right").exits(0).snapshot());
}

#[test]
fn graphviz_gets_a_graph() {
    assert_snapshot!(graph("club.yaml --format dot").exits(0).snapshot());
}

#[test]
fn programs_get_one_object() {
    let ran = graph("club.yaml --format json").exits(0);
    let object: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_snapshot!(serde_json::to_string_pretty(&object).expect("JSON"));
}

#[test]
fn the_name_of_the_file_says_the_format() {
    for (name, format) in [
        ("club.svg", "svg"),
        ("club.HTML", "html"),
        ("club.mmd", "mermaid"),
        ("club.gv", "dot"),
        ("club.json", "json"),
        ("club.txt", "text"),
    ] {
        let ran = graph(&format!("club.yaml --output {name}")).exits(0);
        assert_eq!((ran.stdout(), ran.stderr()), (String::new(), String::new()));
        let printed = graph(&format!("club.yaml --format {format}")).exits(0).stdout();
        assert_eq!(ran.read(name), printed, "{name}, and the same bytes each time");
    }
    let ran = graph("club.yaml --output club.svg --format dot").exits(0);
    assert!(ran.read("club.svg").starts_with("digraph"));
}

#[test]
fn a_page_asks_for_nothing() {
    let page = graph("club.yaml --format html").exits(0).stdout();
    assert!(page.contains("default-src 'none'"));
    let own = "http://www.w3.org/2000/svg";
    for word in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "http://", "https://"] {
        assert!(!page.replace(own, "").contains(word), "{word}");
    }
    let dark = graph("club.yaml --format html --theme dark").exits(0).stdout();
    assert!(page.contains("<html lang=\"en\" data-theme=\"auto\">") && dark.contains("data-theme=\"dark\""));
}

#[test]
fn one_of_several_journeys_is_chosen() {
    let two = || graph("").file("more/trip.yaml", CLUB.replace("journey: club", "journey: trip"));
    assert_snapshot!(two().args(&["graph", "."]).exits(2).snapshot());
    assert_snapshot!(two().args(&["graph", ".", "--journey", "tripp"]).exits(2).snapshot());
    let drawn = two().args(&["graph", ".", "--journey", "trip"]).exits(0).stdout();
    assert!(drawn.starts_with("trip 1.0.0"), "{drawn}");
}

#[test]
fn standard_input_and_other_times_are_drawn() {
    let drawn = graph("club.yaml").exits(0).stdout();
    assert_eq!(Wayfare::new("graph -").stdin(CLUB).exits(0).stdout(), drawn);
    let past = graph("git:HEAD:club.yaml").commit("first").file("club.yaml", "").exits(0).stdout();
    assert_eq!(past, drawn);
}

#[test]
fn what_cannot_be_drawn_is_told_with_a_way_out() {
    let said = |ran: Wayfare| ran.exits(2).snapshot();
    assert_snapshot!(said(graph("wrong.yaml").file("wrong.yaml", CLUB.replace("to: AWAY", "to: AWEIGH"))));
    assert_snapshot!(said(graph("club.yaml --output club.pdf")));
    assert_snapshot!(said(graph("club.yaml --output missing/club.svg")));
    assert_snapshot!(said(graph("missing.yaml")));
    assert_snapshot!(said(graph("only.yaml").file("only.yaml", "wayfare: 1\ncatalog: only\n")));
}
