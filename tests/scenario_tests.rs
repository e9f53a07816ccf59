//! `test`: scenarios pass where journeys do what they say, and fail so that one sees why.

mod harness;

use harness::Wayfare;
use insta::assert_snapshot;

const CLUB: &str = include_str!("scenarios/club.yaml");
const SCENARIOS: &str = include_str!("scenarios/club.scenarios.yaml");

/// A run on the club and these tests of it.
fn club(arguments: &str, scenarios: &str) -> Wayfare {
    Wayfare::new(&format!("test {arguments}")).file("club.yaml", CLUB).file("club.scenarios.yaml", scenarios)
}

/// One test of the club with these items, two spaces before each.
fn steps(items: &str) -> String {
    let head = "wayfare: 1\nscenarios: club\ntests:\n  - name: a test\n    steps:\n";
    format!("{head}      {}\n", items.replace('\n', "\n      "))
}

const JOIN: &str = "- send: { event: JOINED, payload: { tier: gold } }";

#[test]
fn what_holds_passes() {
    assert_snapshot!(club("--verbose", SCENARIOS).exits(0).snapshot());
    assert_eq!(club("", SCENARIOS).exits(0).stdout(), "");
}

#[test]
fn every_policy_is_on() {
    let policies = include_str!("scenarios/policies.yaml");
    let tests = include_str!("scenarios/policies.scenarios.yaml");
    let ran = Wayfare::new("test").file("policies.yaml", policies).file("policies.scenarios.yaml", tests);
    assert_eq!(ran.exits(0).stderr(), "7 passed, 0 failed\n");
}

#[test]
fn each_expectation_can_fail() {
    let expectations = [
        "{ state: MEMBER }".replace("MEMBER", "LOST"),
        "{ state: [] }".to_owned(),
        "{ state: [TRIAL, HAPPY] }".to_owned(),
        "{ status: completed }".to_owned(),
        "{ context: { ticks: 1, tier: basic, nick: jo } }".to_owned(),
        "{ profile: { tz: UTC } }".to_owned(),
        "{ actions: [] }".to_owned(),
        "{ actions: [greet, remind] }".to_owned(),
        "{ actions: [greet: { template: bye }] }".to_owned(),
        "{ actions_include: [greet, greet: { tier: gold }] }".to_owned(),
        "{ held: { greet: capped } }".to_owned(),
        "{ steps: [paid, tick] }".to_owned(),
        "{ no_step: false }".to_owned(),
        "{ ignored: duplicate }".to_owned(),
        "{ dead_letter: contract }".to_owned(),
        "{ timers: {} }".to_owned(),
        "{ timers: { tick: 3h, nudge: ~, give-up: 2026-01-06T00:00:00Z } }".to_owned(),
    ];
    let all: Vec<String> = expectations
        .iter()
        .map(|expectation| {
            let stdout = club("", &steps(&format!("{JOIN}\n- expect: {expectation}"))).exits(1).stdout();
            format!("# {expectation}\n{stdout}")
        })
        .collect();
    assert_snapshot!(all.join("\n"));
}

#[test]
fn what_a_test_names_must_be_there() {
    let items = "\
- send: { event: JOIND, payload: { tier: gold }, traits: { tx: UTC }, consent: { marketing: true } }
- send: { event: JOINED, payload: { tier: gold, nik: jo }, traits: { tz: 3 } }
- answer: { chrge: succeeded }
- answer: { charge: succeeded, result: { reciept: x } }
- answer: { charge: succeeded, result: { receipt: 3 }, as: bob }
- until: 2026-01-01T00:00:00Z
- expect: { as: ann, state: [TRAIL, MEMBER], steps: payd, context: { tickz: 1, paid: much, tier: silver } }
- expect: { actions: [gret, greet: { tmplate: x, tier: bronze }], held: { greets: capped }, timers: { paid: 1d } }
- expect: { profile: { zone: UTC } }";
    let text = steps(items).replace("    steps:", "    context: { limits: 3, limit: three }\n    steps:");
    assert_snapshot!(club("", &text).exits(1).snapshot());
}

#[test]
fn a_dead_letter_that_nobody_expects_fails() {
    let ran =
        club("", &steps("- send: { event: JOINED, payload: { tier: silver } }\n- expect: { status: not-entered }"));
    assert_snapshot!(ran.exits(1).snapshot());
    let ran = club("", &steps(&format!("{JOIN}\n- send: BROKE\n- wait: 1d")));
    assert_snapshot!(ran.exits(1).snapshot());
}

#[test]
fn an_answer_to_nothing_fails() {
    let ran = club("", &steps(&format!("{JOIN}\n- answer: {{ charge: succeeded, result: {{ receipt: r-1 }} }}")));
    assert_snapshot!(ran.exits(1).stdout());
    let expected = "- answer: { charge: failed, reason: no money }\n  expect: { ignored: no-effect }";
    club("", &steps(&format!("{JOIN}\n{expected}"))).exits(0);
}

#[test]
fn the_first_item_that_fails_is_shown_with_what_it_did() {
    let items =
        format!("{JOIN}\n- wait: 40d\n- expect:\n    as: user\n    state: TRIAL\n- expect: {{ state: MEMBER }}");
    let items = items.replace("MEMBER", "PAID_UP");
    assert_snapshot!(club("", &steps(&items)).exits(1).stdout());
}

#[test]
fn colours_are_for_terminals() {
    let text = steps(&format!("{JOIN}\n- expect: {{ state: LOST }}"));
    assert!(!club("", &text).exits(1).stdout().contains('\u{1b}'));
    assert!(club("--color always", &text).exits(1).stdout().contains("\u{1b}[31m"));
}

#[test]
fn output_is_in_file_order_whatever_the_threads() {
    let one = |number: usize| {
        let state = if number.is_multiple_of(7) { "LOST" } else { "TRIAL" };
        format!("  - name: test {number}\n    steps:\n      {JOIN}\n        expect: {{ state: {state} }}\n")
    };
    let tests: Vec<String> = (0..300).map(one).collect();
    let text = format!("wayfare: 1\nscenarios: club\ntests:\n{}", tests.concat());
    let of = |threads: u8| {
        let ran = club(&format!("--verbose --threads {threads}"), &text).exits(1);
        (ran.stdout(), ran.stderr())
    };
    let alone = of(1);
    assert_eq!(alone.1, "257 passed, 43 failed\n");
    for threads in [2, 3, 8] {
        assert_eq!(of(threads), alone);
    }
}

#[test]
fn tests_are_chosen_by_name() {
    let ran = club("--filter MEMBER --verbose", SCENARIOS).exits(0);
    assert_eq!(ran.stdout(), "passed  a new member is greeted and nudged\npassed  a member pays\n");
    assert_snapshot!(club("--filter nobody-has-this", SCENARIOS).exits(2).snapshot());
}

/// Orders of a shop: an instance for each, and a catalog that is shared.
const SHOP: &str = "\
wayfare: 1
journey: orders
version: 1.0.0
uses: mails
events:
  ORDERED: { payload: { order: int } }
  SHIPPED: { payload: { order: int } }
  CLOSED: {}
actions:
  pack: { params: { order: int } }
context:
  order: { type: int, default: 0 }
entry:
  triggers: ORDERED
  key: { ORDERED: =event.payload.order, SHIPPED: =event.payload.order, CLOSED: all }
  set: { order: =event.payload.order }
exit:
  - { id: closed, triggers: CLOSED }
initial: OPEN
states:
  OPEN:
    on_entry:
      - pack: { order: =ctx.order }
    steps:
      - { id: shipped, triggers: SHIPPED, actions: [{ emit: CONFIRMED }], to: SENT }
      - { id: late, after: 5d, actions: [sorry] }
  SENT: { final: true }
";

const MAILS: &str = "wayfare: 1\ncatalog: mails\nevents:\n  CONFIRMED: {}\nactions:\n  sorry: {}\n  hurray: {}\n";

const CHEERS: &str = "\
wayfare: 1
journey: cheers
version: 1.0.0
uses: mails
initial: START
states:
  START:
    steps:
      - { id: cheer, triggers: CONFIRMED, actions: [hurray], to: END }
  END: { final: true }
";

fn shop(arguments: &str, items: &str) -> Wayfare {
    let text = steps(items).replace("scenarios: club", "scenarios: orders");
    Wayfare::new(&format!("test {arguments}"))
        .file("wayfare.toml", "")
        .file("journeys/mails.yaml", MAILS)
        .file("journeys/orders.yaml", SHOP)
        .file("journeys/beside/cheers.yaml", CHEERS)
        .file("journeys/tests/orders.yaml", text)
}

const ORDERS: &str = "\
- send: { event: ORDERED, payload: { order: 1 } }
- send: { event: ORDERED, payload: { order: 2 } }
  expect: { state: OPEN, context: { order: 2 }, actions: [pack: { order: 2 }], timers: { late: 5d } }
- wait: 1d
- send: { event: SHIPPED, payload: { order: 1 } }
  expect: { state: SENT, context: { order: 1 } }
- send: { event: SHIPPED, payload: { order: 1 } }
  expect: { ignored: completed, state: SENT }
- send: { event: SHIPPED, payload: { order: 3 } }
  expect: { ignored: not-entered, state: SENT }
- wait: 4d
  expect: { state: OPEN, steps: late, actions: sorry, context: { order: 2 } }
";

#[test]
fn of_several_instances_the_one_that_was_reached_is_meant() {
    shop("", ORDERS).exits(0);
    let two = "- send: { event: ORDERED, payload: { order: 1 } }\n- send: { event: ORDERED, payload: { order: 2 } }\n";
    shop("", &format!("{two}- send: CLOSED\n  expect: {{ status: exited }}")).exits(0);
    let wrong = format!("{two}- send: CLOSED\n  expect: {{ status: active }}");
    assert_snapshot!(shop("", &wrong).exits(1).stdout());
}

#[test]
fn other_journeys_run_beside_where_they_are_named() {
    let items = "- send: { event: ORDERED, payload: { order: 1 } }\n- send: { event: SHIPPED, payload: { order: 1 } }";
    shop("", &format!("{items}\n  expect: {{ actions: [] }}")).exits(0);
    let beside = |ran: Wayfare, text: &str| {
        let text = steps(text).replace("scenarios: club", "scenarios: orders");
        ran.file(
            "journeys/tests/orders.yaml",
            text.replace("    steps:", "    journeys: ../beside/cheers.yaml\n    steps:"),
        )
    };
    let items = format!("{items}\n  expect: {{ actions: hurray, steps: shipped }}");
    beside(shop("", &items), &items).exits(0);
}

#[test]
fn tests_are_found_from_any_path() {
    let passes = |arguments: &str| shop(arguments, ORDERS).exits(0).stderr();
    for path in ["", "journeys", "journeys/tests", "journeys/orders.yaml", "journeys/tests/orders.yaml", "."] {
        assert_eq!(passes(path), "1 passed, 0 failed\n", "{path}");
    }
    let ran = shop("journeys/beside", ORDERS).exits(2);
    assert_eq!(ran.stderr().lines().next(), Some("error: no tests under `journeys/beside`"));
}

#[test]
fn files_that_stand_alone_find_each_other() {
    for path in ["club.yaml", "club.scenarios.yaml", "."] {
        assert_eq!(club(path, SCENARIOS).exits(0).stderr(), "7 passed, 0 failed\n", "{path}");
    }
    let ran = Wayfare::new("test club.scenarios.yaml").file("club.scenarios.yaml", SCENARIOS).exits(2);
    assert_snapshot!(ran.snapshot());
}

#[test]
fn errors_of_the_language_stop_all_tests() {
    let ran = club("", &SCENARIOS.replace("state: TRIAL", "sate: TRIAL")).exits(2);
    assert!(ran.stderr().contains("`expect` has no key `sate`"), "{}", ran.stderr());
    assert!(ran.stderr().ends_with("no test was run\n") && ran.stdout().is_empty(), "{}", ran.snapshot());
    let broken = CLUB.replace("to: LOST", "to: LOTS");
    let ran = club("club.scenarios.yaml", SCENARIOS).file("club.yaml", broken).exits(2);
    assert!(ran.stderr().contains("no state is called `LOTS`"), "{}", ran.stderr());
}

#[test]
fn files_that_tests_name_must_be_there() {
    let items = format!("{JOIN}\n- deploy: nowhere.yaml\n- deploy: club.scenarios.yaml");
    let text = steps(&items).replace("    steps:", "    journeys: [other.yaml]\n    steps:");
    assert_snapshot!(club("", &text).exits(2).snapshot());
}

#[test]
fn a_new_version_is_compiled_apart_from_the_project() {
    let items = "- send: { event: ORDERED, payload: { order: 1 } }\n- deploy: ../../next/orders.yaml";
    let next = SHOP.replace("version: 1.0.0", "version: 1.1.0");
    let ran = shop("", items).file("next/orders.yaml", next.replace("to: SENT", "to: SEND")).exits(2);
    assert_snapshot!(ran.stderr());
}

/// The club shows what tests can see, and does without what journeys for people have.
const QUIET: &str = "[lint]\nsuspicious = \"off\"\nmissing-description = \"off\"\nmissing-owner = \"off\"\n";

#[test]
fn a_check_warns_of_tests_that_stayed_behind() {
    let check = |journey: String, more: &str| {
        let items = format!("{JOIN}\n- send: PAYED\n  expect: {{ state: CUSTOMER, context: {{ paid: no }} }}");
        Wayfare::new("check")
            .file("wayfare.toml", format!("{QUIET}{more}"))
            .file("journeys/club.yaml", journey)
            .file("journeys/tests.yaml", steps(&items))
    };
    // The club is there to be tested, not to be a good journey.
    assert_snapshot!(check(CLUB.to_owned(), "").exits(1).snapshot());
    // A state that is not there because of a fault of the journey is that fault alone.
    let broken = check(CLUB.replace("to: MEMBER", "to: MEMBR"), "").exits(1);
    assert!(!broken.stdout().contains("scenario-drift"), "{}", broken.stdout());
    let off = check(CLUB.to_owned(), "scenario-drift = \"off\"\n").exits(1);
    assert!(!off.stdout().contains("scenario-drift") && off.stdout().contains("type-mismatch"), "{}", off.stdout());
}

/// The second version of the club: other names, one more variable, a timer that the first one has not.
fn second_club() -> String {
    let migrate = "migrate:\n  - from: 1.x\n    states: { TRIAL: BEGINNING }\n    set: { visits: =old.ticks + 1 }\n    timers: { give-up: 3d }\n";
    let text = CLUB.replace("version: 1.0.0", "version: 2.0.0").replace("TRIAL", "BEGINNING");
    let text = text.replace("  ticks: {", "  visits: { type: number, default: 0 }\n  ticks: {");
    text + migrate
}

#[test]
fn people_move_when_a_version_is_deployed() {
    let items = format!(
        "{JOIN}\n  expect: {{ state: TRIAL, timers: {{ give-up: 30d }} }}\n- wait: 1d\n- deploy: next/club.yaml\n  expect: {{ state: \
         BEGINNING, context: {{ visits: 2, ticks: 1 }}, timers: {{ give-up: 3d, tick: 1d }}, actions: [], no_step: true }}\n- send: {{ \
         event: JOINED, as: ann, payload: {{ tier: basic }} }}\n  expect: {{ state: BEGINNING }}\n- wait: 3d\n  expect: {{ state: \
         LOST }}"
    );
    club("", &steps(&items)).file("next/club.yaml", second_club()).exits(0);
    let wrong = items.replace("visits: 2", "visits: 3");
    assert_snapshot!(club("", &steps(&wrong)).file("next/club.yaml", second_club()).exits(1).stdout());
    // Without a word about them they finish where they are.
    let silent = second_club().split("migrate:").next().unwrap_or_default().to_owned();
    let stay = format!(
        "{JOIN}\n- deploy: next/club.yaml\n  expect: {{ state: TRIAL }}\n- send: {{ event: JOINED, as: ann, payload: {{ tier: gold }} }}\n  expect: {{ state: BEGINNING }}"
    );
    club("", &steps(&stay)).file("next/club.yaml", silent).exits(0);
}

#[test]
fn what_cannot_move_fails() {
    let bad = second_club().replace("TRIAL: BEGINNING", "OLD: BEGINNING");
    let ran = club("", &steps(&format!("{JOIN}\n- deploy: next/club.yaml"))).file("next/club.yaml", bad);
    assert_snapshot!(ran.exits(1).stdout());
    let ran = club("", &steps(&format!("{JOIN}\n- deploy: next/club.yaml"))).file("next/club.yaml", CLUB);
    assert_snapshot!(ran.exits(1).stdout());
}

#[test]
fn the_version_that_is_deployed_later_is_not_the_one_that_is_tested() {
    let text = steps(&format!(
        "{JOIN}\n  expect: {{ state: TRIAL }}\n- deploy: a-later.yaml\n  expect: {{ state: BEGINNING }}"
    ));
    club("club.scenarios.yaml", &text).file("a-later.yaml", second_club()).exits(0);
}

#[test]
fn journeys_that_do_not_go_together_are_not_played() {
    let other = CLUB
        .replace("journey: club", "journey: other")
        .replace("JOINED: { payload: {", "JOINED: { payload: { age: int?,");
    let tests = "\
wayfare: 1
scenarios: club
tests:
  - { name: one event of two meanings, journeys: other/other.yaml, steps: [send: LEFT] }
  - { name: one journey twice, journeys: [other/same.yaml], steps: [send: LEFT] }
  - { name: alone, steps: [send: LEFT] }
";
    let ran = club("club.scenarios.yaml", tests).file("other/other.yaml", other).file("other/same.yaml", CLUB);
    assert_snapshot!(ran.exits(1).snapshot());
}
