//! What happens to one person: duplicates, time, consent, entries and emitted events, in the language's order.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod support;

use wayfare::engine::event::Event;
use wayfare::graph::fleet::Fleet;
use wayfare::intake::decode::Decoder;
use wayfare::orchestrator::link::Link;
use wayfare::orchestrator::person::Person;
use wayfare::orchestrator::process::{Conductor, Settings};
use wayfare::syntax::lifecycle::Reentry;

use support::{Draft, Notes, fleet};

const DAY: i64 = 86_400_000;

fn settings() -> Settings {
    Settings { idempotency_window: 30 * DAY, processing_opt_in: false }
}

/// Runs events, `TYPE@time` with an optional `#key` and optional members after a blank, for one person.
fn told(fleet: &Fleet, settings: &Settings, events: &[&str], until: Option<i64>) -> Vec<String> {
    let decoder = Decoder::new(fleet);
    let mut person = Person::new("u", false);
    let mut conductor = Conductor::new(fleet, settings);
    let mut notes = Notes { trace: true, ..Notes::default() };
    for (number, event) in events.iter().enumerate() {
        let (head, rest) = event.split_once(' ').unwrap_or((event, ""));
        let (kind, at) = head.split_once('@').unwrap();
        let fresh = format!("e{}", number + 1);
        let (at, key) = at.split_once('#').unwrap_or((at, &fresh));
        let rest = if rest.is_empty() { String::new() } else { format!(",{rest}") };
        let line = format!(r#"{{"type":"{kind}","timestamp":{at},"userId":"u","eventId":"{key}"{rest}}}"#);
        let event: Event<'_> = decoder.decode(line.as_bytes(), number as u64 + 1).unwrap();
        conductor.process(&mut person, &event, Link::None, &mut notes);
    }
    if let Some(until) = until {
        conductor.settle(&mut person, until, &mut notes);
    }
    notes.lines().into_iter().map(ToOwned::to_owned).collect()
}

#[track_caller]
fn check(drafts: Vec<Draft>, events: &[&str], until: Option<i64>, expected: &[&str]) {
    assert_eq!(told(&fleet(drafts), &settings(), events, until), expected);
}

fn walk() -> Draft {
    Draft::new("walk", &["ONE", "TWO", "END"])
        .entry(&["START"])
        .on("ONE", "go", "GO", "TWO")
        .after("ONE", "bored", 100, "END")
        .on("TWO", "stop", "STOP", "END")
        .exit("left", "LEAVE")
}

#[test]
fn a_person_enters_moves_and_completes() {
    check(
        vec![walk()],
        &["GO@1", "START@2", "STOP@3", "GO@4", "STOP@5", "START@6", "NEVER_SEEN@7"],
        None,
        &[
            "u walk GO#e1 ignored not-entered",
            "u walk START#e2 enter  > ONE",
            "u walk STOP#e3 ignored no-match",
            "u walk GO#e4 step ONE > TWO",
            "u walk STOP#e5 step TWO > END",
            "u walk START#e6 ignored completed",
            "u walk NEVER_SEEN#e7 ignored no-match",
        ],
    );
}

#[test]
fn a_duplicate_is_one_record_whatever_else_it_says() {
    check(
        vec![walk()],
        &["START@1#k", "GO@2#k \"consent\":{\"processing\":false}", "GO@3", "STOP@2592000002#k"],
        None,
        &[
            "u walk START#k enter  > ONE",
            "u - GO#k ignored duplicate",
            "u walk GO#e3 step ONE > TWO",
            "u walk STOP#k step TWO > END",
        ],
    );
}

#[test]
fn timers_come_before_the_event_that_is_later() {
    check(
        vec![walk()],
        &["START@1", "GO@500"],
        None,
        &["u walk START#e1 enter  > ONE", "u walk bored@101 step ONE > END", "u walk GO#e2 ignored completed"],
    );
    check(vec![walk()], &["START@1"], Some(100), &["u walk START#e1 enter  > ONE"]);
    check(vec![walk()], &["START@1"], Some(101), &["u walk START#e1 enter  > ONE", "u walk bored@101 step ONE > END"]);
}

#[test]
fn what_is_due_at_once_goes_by_journey_and_start() {
    let journey = |id: &str| {
        Draft::new(id, &["ONE", "TWO"])
            .entry(&["START"])
            .after("ONE", "late", 20, "")
            .after("ONE", "first", 10, "")
            .after("ONE", "second", 10, "")
    };
    check(
        vec![journey("b"), journey("a")],
        &["START@0"],
        Some(100),
        &[
            "u a START#e1 enter  > ONE",
            "u b START#e1 enter  > ONE",
            "u a first@10 step ONE > ONE",
            "u a second@10 step ONE > ONE",
            "u b first@10 step ONE > ONE",
            "u b second@10 step ONE > ONE",
            "u a late@20 step ONE > ONE",
            "u b late@20 step ONE > ONE",
        ],
    );
}

#[test]
fn scheduled_events_fire_in_their_instance() {
    let draft = Draft::new("plan", &["ONE", "TWO"])
        .entry(&["START"])
        .on("ONE", "ask", "ASK", "")
        .schedule("REMIND", 50)
        .on("ONE", "reminded", "REMIND", "TWO");
    check(
        vec![draft],
        &["START@0", "ASK@5", "ASK@60"],
        None,
        &[
            "u plan START#e1 enter  > ONE",
            "u plan ASK#e2 step ONE > ONE",
            "u plan REMIND@55 step ONE > TWO",
            "u plan ASK#e3 ignored no-match",
        ],
    );
}

#[test]
fn consent_to_processing() {
    let no = r#""consent":{"processing":false}"#;
    let yes = r#""consent":{"processing":true}"#;
    let at = |event: &str, rest: &str| format!("{event} {rest}");
    check(
        vec![walk()],
        &["START@1", &at("GO@2", no), "STOP@3", &at("GO@4", yes)],
        None,
        &[
            "u walk START#e1 enter  > ONE",
            "u walk GO#e2 exit no-consent ONE > ",
            "u - STOP#e3 ignored no-consent",
            "u walk GO#e4 ignored exited",
        ],
    );
    let opt_in = Settings { processing_opt_in: true, ..settings() };
    assert_eq!(
        told(&fleet(vec![walk()]), &opt_in, &["START@1", &at("START@2", yes)], None),
        ["u - START#e1 ignored no-consent", "u walk START#e2 enter  > ONE"]
    );
    // The later answer stands, and of two at one instant the stricter.
    let earlier = at("GO@1", yes);
    let same = at("GO@2", yes);
    assert_eq!(
        told(&fleet(vec![walk()]), &settings(), &[&at("START@2", no), &earlier, &same], None),
        ["u - START#e1 ignored no-consent", "u - GO#e2 ignored no-consent", "u - GO#e3 ignored no-consent"]
    );
}

#[test]
fn exit_rules_and_entering_again() {
    let events = ["START@1", "LEAVE@2", "START@3", "GO@4", "START@32", "GO@33"];
    let head = ["u walk START#e1 enter  > ONE", "u walk LEAVE#e2 exit left ONE > "];
    for (reentry, rest) in [
        (
            Reentry::Never,
            ["START#e3 ignored exited", "GO#e4 ignored exited", "START#e5 ignored exited", "GO#e6 ignored exited"],
        ),
        (
            Reentry::AfterEnd,
            ["START#e3 enter  > ONE", "GO#e4 step ONE > TWO", "START#e5 ignored no-match", "GO#e6 ignored no-match"],
        ),
        (
            Reentry::After(30),
            ["START#e3 ignored exited", "GO#e4 ignored exited", "START#e5 enter  > ONE", "GO#e6 step ONE > TWO"],
        ),
    ] {
        let rest: Vec<_> = rest.iter().map(|line| format!("u walk {line}")).collect();
        let expected: Vec<_> = head.iter().copied().chain(rest.iter().map(String::as_str)).collect();
        check(vec![walk().reentry(reentry)], &events, None, &expected);
    }
    check(
        vec![walk().reentry(Reentry::Always)],
        &["START@1", "GO@2", "START@3"],
        None,
        &[
            "u walk START#e1 enter  > ONE",
            "u walk GO#e2 step ONE > TWO",
            "u walk START#e3 exit reentered TWO > ",
            "u walk START#e3 enter  > ONE",
        ],
    );
}

#[test]
fn emitted_events_come_after_all_journeys() {
    let first = Draft::new("a", &["ONE", "TWO"]).entry(&["START"]).on("ONE", "go", "START", "TWO").emit("NEWS");
    let second = Draft::new("b", &["ONE", "TWO"]).entry(&["START"]).on("ONE", "heard", "NEWS", "TWO");
    check(
        vec![first, second],
        &["START@7"],
        None,
        &[
            "u a START#e1 enter  > TWO",
            "u b START#e1 enter  > ONE",
            "u a NEWS* ignored no-match",
            "u b NEWS* step ONE > TWO",
        ],
    );
}

#[test]
fn emitting_ends_somewhere() {
    let first = Draft::new("a", &["ONE"]).entry(&["START"]).on("ONE", "ping", "PING", "").emit("PONG");
    let second = Draft::new("b", &["ONE"]).entry(&["START"]).on("ONE", "pong", "PONG", "").emit("PING");
    let told_of = told(&fleet(vec![first, second]), &settings(), &["START@1", "PING@2", "PING@3"], None);
    let letters: Vec<_> = told_of.iter().filter(|line| line.contains(" dead ")).collect();
    assert_eq!(
        letters,
        [
            "u - PONG* dead emit-limit: more than 100 emitted events descend from one input",
            "u - PONG* dead emit-limit: more than 100 emitted events descend from one input",
        ]
    );
    let steps = told_of.iter().filter(|line| line.contains("* step")).count();
    assert_eq!(steps, 200, "what came before stands");
}

#[test]
fn firing_ends_somewhere() {
    let turn = Draft::new("turn", &["ONE", "TWO"])
        .entry(&["START"])
        .after("ONE", "there", 0, "TWO")
        .emit("TURNED")
        .after("TWO", "back", 0, "ONE")
        .on("TWO", "heard", "TURNED", "TWO");
    let told_of = told(&fleet(vec![turn]), &settings(), &["START@1", "TURNED@5"], None);
    let letters: Vec<_> = told_of.iter().filter(|line| line.contains(" dead ")).collect();
    assert_eq!(letters.len(), 1, "{:?}", &letters[..letters.len().min(3)]);
    assert!(letters[0].contains("dead suspended"), "{}", letters[0]);
    assert!(told_of.len() > 10_000);
}
