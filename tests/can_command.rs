//! `can`: which step an event would take in a state, and why not the others; what cannot be asked is said with a way out.

mod harness;

use std::fmt::Write as _;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;

const LOAN: &str = r#"wayfare: 1
journey: loan
version: 2.1.0

events:
  APPLIED: {}
  SCORED: { payload: { score: int, bureau: string? } }
  SIGNED: { payload: { name: string } }
  SPOKE: { payload: { topic: string } }
  WITHDRAWN: { payload: { reason: string? } }

profile:
  tz: string?

context:
  tries: { type: int, default: 0, max: 5 }
  tags: { type: [string], default: [] }
  due: { type: timestamp, required: false }
  limit: { type: int, default: 0 }

define:
  fresh: now - state.entered_at < days(3)

actions:
  remind: { params: { text: string }, consent: marketing }
  charge: { params: { amount: int }, basis: contract, result: { receipt: string } }

windows:
  office: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00", tz: UTC }

entry: { triggers: APPLIED, guard: "!user.anonymous", reentry: always }

exit:
  - { id: withdrawn, triggers: WITHDRAWN, guard: event.payload.reason != "test" }
  - { id: gone, triggers: WITHDRAWN }

initial: CHECKS
steps:
  - { id: any-score, triggers: SCORED, set: { tries: 1 } }
  - { id: paid, triggers: succeeded.charge, guard: event.payload.receipt != "", to: OVER }
states:
  CHECKS:
    parallel: true
    steps:
      - { id: both, triggers: done.CHECKS, guard: event.type == (), to: OFFER }
      - { id: talk, triggers: [SIGNED, SPOKE], to: OFFER }
    states:
      CREDIT:
        initial: SCORING
        states:
          SCORING:
            steps:
              - id: good
                triggers: SCORED
                guard:
                  all:
                    - event.payload.score >= 700 && ctx.tries < 3
                    - any:
                        - user.consent.marketing
                        - not: '"vip" !in ctx.tags'
                    - not:
                        all: [in_state("OPEN"), "user.id == \"u-9\""]
                to: SCORED_WELL
              - { id: worth-a-try, triggers: SCORED, guard: event.payload.score / ctx.limit > 2, to: SCORED_BADLY }
              - { id: bad, triggers: SCORED, guard: fresh, to: SCORED_BADLY }
              - { id: other, triggers: SCORED, to: SCORED_BADLY }
              - { id: slow, every: 1d, times: 3, within: office, actions: [remind: { text: still there }] }
              - { id: late, at: "=ctx.due", to: SCORED_BADLY }
              - { id: at-once, always: true, guard: "ctx.tries > 4", to: SCORED_BADLY }
          SCORED_WELL: { final: true }
          SCORED_BADLY: { final: true }
      PAPERS:
        initial: OPEN
        states:
          OPEN:
            steps:
              - { id: sign, triggers: [SIGNED, SCORED], to: DONE }
              - { id: leave, triggers: SPOKE, guard: profile.tz != (), to: OVER }
          DONE: { final: true }
  OFFER:
    initial: PICK
    on_entry: [charge: { amount: 5 }]
    states:
      PICK:
        split:
          key: =user.id
          salt: pick
          arms:
            - { id: a, weight: 1, to: SHOWN }
            - { id: b, weight: 1, to: HIDDEN }
      SHOWN: {}
      HIDDEN: {}
      BACK: { history: shallow, default: SHOWN }
    steps:
      - { id: again, triggers: SPOKE, to: BACK }
  OVER: { final: true }
"#;

#[track_caller]
fn ask(code: i32, args: &[&str]) -> Ran {
    let mut all = vec!["can", "loan.yaml", "--at", "2026-11-05T09:00:00Z"];
    all.extend(args);
    Wayfare::new("").args(&all).file("loan.yaml", LOAN).exits(code)
}

fn asked(code: i32, args: &[&str]) -> String {
    format!("can {}\n{}", args.join(" "), ask(code, args).snapshot())
}

#[test]
fn each_step_says_why_it_is_taken_or_not() {
    let score = ["--state", "SCORING", "--event", "SCORED", "--payload"];
    let entered = ["--entered", "2026-11-01T09:00:00Z"];
    let first = [&score[..], &[r#"{"score": 710}"#]].concat();
    let vip = [&score[..], &[r#"{"score": 710}"#, "--context", r#"{"tags": ["vip"]}"#, "--user", "u-9"]].concat();
    let consent = [&score[..], &[r#"{"score": 710}"#, "--consent", r#"{"marketing": true}"#], &entered].concat();
    let late = [&score[..], &[r#"{"score": 600}"#, "--context", r#"{"limit": 100, "tries": 5}"#], &entered].concat();
    let answers = [asked(0, &first), asked(0, &vip), asked(0, &consent), asked(0, &late)];
    assert_snapshot!(answers.join("\n"));
}

#[test]
fn steps_give_way_inside_out_and_region_by_region() {
    let answers = [
        asked(0, &["--state", "CHECKS", "--event", "SIGNED", "--payload", r#"{"name": "n"}"#]),
        asked(0, &["--state", "DONE", "--state", "SCORED_WELL", "--event", "done.CHECKS"]),
        asked(
            0,
            &[
                "--state",
                "CHECKS",
                "--event",
                "SPOKE",
                "--payload",
                r#"{"topic": "t"}"#,
                "--traits",
                r#"{"tz": "UTC"}"#,
            ],
        ),
        asked(0, &["--state", "SHOWN", "--event", "succeeded.charge", "--payload", r#"{"receipt": "r-1"}"#]),
    ];
    assert_snapshot!(answers.join("\n"));
}

#[test]
fn what_ends_the_journey_comes_before_any_step() {
    let answers = [
        asked(1, &["--state", "SHOWN", "--event", "WITHDRAWN", "--payload", r#"{"reason": "test"}"#]),
        asked(1, &["--state", "SHOWN", "--event", "WITHDRAWN"]),
        asked(1, &["--state", "SHOWN", "--event", "APPLIED"]),
        asked(1, &["--state", "SHOWN", "--event", "APPLIED", "--anonymous"]),
        asked(1, &["--state", "OVER", "--event", "SPOKE", "--payload", r#"{"topic": "t"}"#]),
        asked(1, &["--state", "OVER", "--event", "APPLIED"]),
        asked(1, &["--state", "OFFER", "--event", "APPLIED", "--anonymous"]),
    ];
    assert_snapshot!(answers.join("\n"));
}

#[test]
fn programs_get_one_object() {
    let args = ["--state", "SCORING", "--event", "SCORED", "--payload", r#"{"score": 710}"#, "--format", "json"];
    let ran = ask(0, &args);
    let tree: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(tree["taken"], serde_json::json!(["bad", "sign"]));
    assert_snapshot!(serde_json::to_string_pretty(&tree).expect("text"));
}

#[test]
fn what_cannot_be_asked_is_told_with_a_way_out() {
    let mut told = String::new();
    for args in [
        &["--state", "SCORNG", "--event", "SCORED"][..],
        &["--state", "BACK", "--event", "SPOKE"],
        &["--state", "PICK", "--event", "SPOKE"],
        &["--state", "OPEN", "--state", "DONE", "--event", "SPOKE"],
        &["--state", "OPEN", "--event", "SCORD"],
        &["--state", "OPEN", "--event", "SCORED"],
        &["--state", "OPEN", "--event", "SCORED", "--payload", r#"{"score": "700"}"#],
        &["--state", "OPEN", "--event", "SCORED", "--payload", "{score: 700}"],
        &["--state", "OPEN", "--event", "SCORED", "--payload", "700"],
        &["--state", "OPEN", "--event", "APPLIED", "--context", r#"{"trys": 1}"#],
        &["--state", "OPEN", "--event", "APPLIED", "--context", r#"{"tries": 6}"#],
        &["--state", "OPEN", "--event", "APPLIED", "--context", r#"{"due": "soon"}"#],
        &["--state", "OPEN", "--event", "APPLIED", "--consent", r#"{"maketing": true}"#],
        &["--state", "OPEN", "--event", "APPLIED", "--consent", r#"{"marketing": "yes"}"#],
        &["--state", "OPEN", "--event", "APPLIED", "--traits", r#"{"zone": "UTC"}"#],
        &["--state", "OPEN", "--event", "done.CHECKS", "--payload", "{}"],
        &["--state", "OPEN", "--event", "succeeded.charge"],
        &["--state", "OPEN", "--event", "APPLIED", "--entered", "2026-11-06T00:00:00Z"],
    ] {
        writeln!(told, "can {}\n{}", args.join(" "), ask(2, args).stderr()).expect("a text grows");
    }
    assert_snapshot!(told);
}

#[test]
fn a_field_that_nobody_sees_is_noted() {
    let ran = ask(0, &["--state", "OPEN", "--event", "SCORED", "--payload", r#"{"score": 1, "buraeu": "x"}"#]);
    assert_eq!(
        ran.stderr(),
        "note: no contract declares `payload.buraeu`, so expressions do not see it; did you mean `bureau`?\n"
    );
}

#[test]
fn a_folder_is_asked_if_it_has_one_journey_and_a_pipe_too() {
    let question = "--state SHOWN --event APPLIED --anonymous --color always";
    let folder = |args: &str| Wayfare::new(&format!("can {args} {question}")).file("flows/loan.yaml", LOAN);
    assert!(folder("flows").exits(1).stdout().contains('\u{1b}'));
    assert!(folder("-").stdin(LOAN).exits(1).stdout().contains("APPLIED"));
    let two = folder("flows").file("flows/other.yaml", LOAN.replace("journey: loan", "journey: other")).exits(2);
    assert_eq!(two.stderr().lines().count(), 2);
    assert!(two.stderr().contains("there are 2 journeys under `flows`: `loan`, `other`"), "{}", two.stderr());
    let broken =
        Wayfare::new("can loan.yaml --state A --event B").file("loan.yaml", LOAN.replace("OPEN\n", "OPN\n")).exits(2);
    assert!(broken.stderr().starts_with("error[") && broken.stdout().is_empty(), "{}", broken.snapshot());
}
