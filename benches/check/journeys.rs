//! Journeys of any length that no rule has anything to say about, with guards, timers, messages and regions as people
//! write them.

use std::fmt::Write as _;

/// The config of the project: its size is what is measured, so no rule may complain of it.
pub const CONFIG: &str = "\
[sinks.email]
purpose = \"marketing\"
[sinks.crm]
[lint.limits]
too-many-states = 100000
";

const HEAD: &str = r#"version: 1.0.0
title: A life in chapters
owner: growth
events:
  SIGNED_UP: { payload: { plan: { enum: [free, basic, gold] }, source: string? } }
  ORDERED: { payload: { total: { type: number, min: 0 }, items: { type: int, min: 1 } } }
  RETURNED: { payload: { reason: { enum: [size, colour, quality] } } }
  VISITED: { payload: { page: string } }
  LEFT: {}
context:
  plan: { enum: [free, basic, gold], default: free }
  orders: { type: int, default: 0, min: 0, max: 100000 }
  spent: { type: number, default: 0 }
  last_page: { type: string, default: start }
define:
  good_customer: ctx.orders >= 3 && ctx.spent > 250.0
windows:
  day: { from: "08:00", to: "21:00", tz: Europe/Paris }
actions:
  write_to:
    sink: email
    params: { template: string, page: string }
    consent: marketing
    cap: { max: 2, per: 7d }
    window: day
  note: { sink: crm, params: { text: string } }
entry:
  triggers: SIGNED_UP
  set: { plan: =event.payload.plan }
exit:
  - { id: gone, triggers: LEFT }
"#;

const HALL: &str = "\
wayfare: 1
journey: rooms
version: 1.0.0
title: Rooms that are remembered
owner: growth
events: { CAME: {}, ON: {}, LOOKED: {}, LEFT: {} }
entry: { triggers: CAME }
exit:
  - { id: gone, triggers: LEFT }
initial: ROOM_A
states:
";

/// A journey of about `lines` lines.
pub fn journey(id: &str, lines: usize) -> String {
    let mut text = format!("wayfare: 1\njourney: {id}\n{HEAD}initial: CHAPTER_A\nstates:\n");
    let chapters = (lines.saturating_sub(text.lines().count() + 1) / lines_of_chapter()).max(1);
    for number in 0..chapters {
        let next =
            if number + 1 == chapters { "THE_END".to_owned() } else { format!("CHAPTER_{}", letters(number + 1)) };
        chapter(&mut text, &letters(number), &next);
    }
    text.push_str("  THE_END: { final: true }\n");
    text
}

fn lines_of_chapter() -> usize {
    let mut text = String::new();
    chapter(&mut text, "A", "B");
    text.lines().count()
}

/// `A`, `B`, …, `Z`, `AA`: names that do not look like numbers.
fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (number % 26) as u8));
        if number < 26 {
            return name;
        }
        number = number / 26 - 1;
    }
}

fn chapter(text: &mut String, name: &str, next: &str) {
    let step = name.to_lowercase();
    write!(
        text,
        r#"  CHAPTER_{name}:
    initial: QUIET_{name}
    steps:
      - {{ id: on-{step}, after: 60d, to: {next} }}
    states:
      QUIET_{name}:
        steps:
          - id: big-order-{step}
            triggers: ORDERED
            guard: good_customer && event.payload.total > 100.0
            set: {{ orders: '=min(ctx.orders + 1, 100000)', spent: =ctx.spent + event.payload.total }}
            to: PRAISED_{name}
          - id: order-{step}
            triggers: ORDERED
            set: {{ orders: '=min(ctx.orders + 1, 100000)', spent: =ctx.spent + event.payload.total }}
            actions:
              - note: {{ text: "order of ${{event.payload.items}}" }}
          - id: visit-{step}
            triggers: VISITED
            guard: ctx.plan != "gold" && event.payload.page != ctx.last_page
            set: {{ last_page: =event.payload.page }}
            to: CURIOUS_{name}
      CURIOUS_{name}:
        steps:
          - id: bought-{step}
            triggers: ORDERED
            guard:
              any:
                - event.payload.items > 2
                - all: [ctx.plan == "basic", event.payload.total >= 50.0]
            set: {{ orders: '=min(ctx.orders + 1, 100000)' }}
            to: PRAISED_{name}
          - id: remind-{step}
            after: 2d
            actions:
              - write_to: {{ template: remind, page: =ctx.last_page }}
            to: REMINDED_{name}
      REMINDED_{name}:
        steps:
          - id: came-back-{step}
            triggers: [ORDERED, VISITED]
            to: QUIET_{name}
          - id: gave-up-{step}
            after: 14d
            to: {next}
      PRAISED_{name}:
        on_entry:
          - if: ctx.spent > 1000.0
            then:
              - note: {{ text: big spender }}
        steps:
          - id: sent-back-{step}
            triggers: RETURNED
            guard: event.payload.reason == "quality" || event.payload.reason == "size" && ctx.orders < 10
            set: {{ orders: '=max(ctx.orders - 1, 0)' }}
            to: QUIET_{name}
          - id: kept-{step}
            after: 30d
            to: {next}
"#
    )
    .unwrap();
}

/// A journey with so many guards in one state that overlap, of which nobody can be shown to come to both of many pairs: each
/// looks for the trace that it left itself. Warnings are all that may be found.
pub fn traces(guards: usize) -> String {
    let mut text = String::from(
        "\
wayfare: 1
journey: traces
version: 1.0.0
title: Steps that leave a trace
owner: growth
events:
  LOOKED: { payload: { page: int } }
  LEFT: {}
context:
  seen: { type: int, default: -1 }
exit:
  - { id: gone, triggers: LEFT }
initial: READING
states:
  READING:
    steps:
",
    );
    for number in 0..guards {
        let (name, end) = (letters(number).to_lowercase(), number + 7);
        writeln!(text, "      - id: page-{name}\n        triggers: LOOKED").unwrap();
        writeln!(
            text,
            "        guard: event.payload.page > {number} && event.payload.page < {end} && ctx.seen != {number}"
        )
        .unwrap();
        writeln!(text, "        set: {{ seen: {number} }}").unwrap();
    }
    text.push_str("      - { id: enough, after: 30d, to: THE_END }\n  THE_END: { final: true }\n");
    text
}

/// A journey of so many rooms, each of which people come back to where they left it.
pub fn histories(rooms: usize) -> String {
    let mut text = String::from(HALL);
    for number in 0..rooms {
        let name = letters(number);
        let room = name.to_lowercase();
        let next = letters((number + 1) % rooms);
        write!(
            text,
            r"  ROOM_{name}:
    initial: FRONT_{name}
    steps:
      - {{ id: on-{room}, triggers: ON, to: WAS_{next} }}
      - {{ id: enough-{room}, after: 30d, to: THE_END }}
    states:
      WAS_{name}: {{ history: shallow, default: FRONT_{name} }}
      FRONT_{name}:
        steps:
          - {{ id: look-{room}, triggers: LOOKED, to: BACK_{name} }}
      BACK_{name}:
        steps:
          - {{ id: return-{room}, triggers: LOOKED, to: FRONT_{name} }}
"
        )
        .unwrap();
    }
    text.push_str("  THE_END: { final: true }\n");
    text
}

/// A journey of two regions of so many states each, which count what they both hear.
pub fn regions(states: usize) -> String {
    let mut text = String::from(SIDES);
    for side in ["left", "right"] {
        writeln!(text, "      SIDE_{side}:\n        initial: AT_{side}_0\n        states:").unwrap();
        for number in 0..states {
            let next = (number + 1) % states;
            write!(
                text,
                r"          AT_{side}_{number}:
            steps:
              - id: won-{side}-{number}
                triggers: WON
                guard: ctx.{side} < 900
                set: {{ {side}: =ctx.{side} + 1 }}
                to: AT_{side}_{next}
              - {{ id: lost-{side}-{number}, triggers: LOST, set: {{ {side}: 0 }} }}
"
            )
            .unwrap();
        }
    }
    text.push_str("  THE_END: { final: true }\n");
    text
}

const SIDES: &str = r"wayfare: 1
journey: sides
version: 1.0.0
owner: bench
description: Two that play at once
events:
  CAME: {}
  WON: {}
  LOST: {}
context:
  left: { type: int, default: 0, min: 0, max: 1000 }
  right: { type: int, default: 0, min: 0, max: 1000 }
entry: { triggers: CAME }
initial: PLAY
states:
  PLAY:
    parallel: true
    steps:
      - { id: late, after: 90d, to: THE_END }
    states:
";
