//! The engine in process does what the program does: records, dead letters, timers and refusals as plain data.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

use wayfare::embed::happening::What;
use wayfare::embed::journeys::Journeys;
use wayfare::embed::refusal::Refusal;
use wayfare::terms::value::Value;

const JOURNEY: &str = include_str!("harness/welcome.yaml");
const EVENTS: &str = include_str!("harness/events.jsonl");

#[test]
fn events_move_people_and_say_what_happened() {
    let journeys = Journeys::from_text([("welcome.yaml", JOURNEY)]).expect("a journey");
    let mut runtime = journeys.runtime();
    let happened: Vec<_> =
        EVENTS.lines().filter(|line| !line.is_empty()).flat_map(|line| runtime.process_event(line)).collect();
    let told: Vec<_> = happened.iter().map(|it| (it.user.as_deref(), &it.what)).collect();
    let dead = |reason: &str, detail: &str| What::DeadLetter { reason: reason.to_owned(), detail: detail.to_owned() };
    let contract = dead("contract", "`payload.amount`: -1.0 is below the minimum 0.0");
    assert_eq!(
        told[..8],
        [
            (Some("u-1"), &What::Entered),
            (Some("u-1"), &What::Ignored("guard-false")),
            (Some("u-1"), &What::Stepped),
            (Some("u-1"), &What::Ignored("duplicate")),
            (Some("u-2"), &What::Entered),
            (Some("u-3"), &contract),
            (Some("u-4"), &What::Entered),
            (Some("u-4"), &What::Exited("left".to_owned())),
        ]
    );
    assert!(matches!(told[8], (None, What::DeadLetter { reason, .. }) if reason == "not-an-event"));
    let bought = &happened[2];
    assert_eq!((bought.from.as_slice(), bought.to.as_slice()), (&["NEW".to_owned()][..], &["CUSTOMER".to_owned()][..]));
    assert_eq!(bought.set, [("spent".to_owned(), Value::Number(20.5))]);
    assert_eq!((bought.effects[0].action.as_str(), bought.effects[0].held), ("thank", None));
    assert_eq!(bought.effects[0].params, [("amount".to_owned(), Value::Number(20.5))]);
    assert_eq!(bought.effects[0].key.len(), 32);
}

#[test]
fn time_passes_when_it_is_told_to() {
    let journeys = Journeys::from_text([("welcome.yaml", JOURNEY)]).expect("a journey");
    let mut runtime = journeys.runtime();
    runtime.process_event(r#"{"eventId":"a","userId":"u","type":"SIGNED_UP","timestamp":0}"#);
    assert_eq!(runtime.advance(6 * 86_400_000), []);
    assert_eq!(runtime.standing("u", "welcome").expect("a standing").states, ["NEW"]);
    let fired = runtime.advance(7 * 86_400_000);
    assert_eq!((fired[0].steps.as_slice(), fired[0].status), (&["gave-up".to_owned()][..], Some("completed")));
    assert_eq!(runtime.standing("nobody", "welcome"), None);
}

#[test]
fn faults_read_like_those_of_check() {
    let broken = JOURNEY.replacen("to: LOST", "to: LSOT", 1);
    let refusal = Journeys::from_text([("welcome.yaml", broken)]).expect_err("a fault");
    let text = refusal.to_string();
    assert!(text.contains("error[unknown-name]") && text.contains("--> welcome.yaml:44:13"), "{text}");
    assert!(text.ends_with("1 error in 1 file"), "{text}");
    assert!(matches!(refusal, Refusal::Faults(faults) if faults.count.errors == 1));
    let nothing: [(&str, &str); 0] = [];
    assert!(matches!(Journeys::from_text(nothing), Err(Refusal::NoJourney)));
    assert!(matches!(Journeys::from_folder("no/such/folder"), Err(Refusal::Unreadable(_))));
}

#[test]
fn limits_hold_for_what_goes_into_a_function_and_comes_out() {
    const LIMITED: &str = r#"
wayfare: 1
journey: points
version: 1.0.0
events: { EARNED: { payload: { n: int } } }
context: { total: { type: int, default: 0, max: 1000 } }
functions:
  triple:
    params: { n: { type: int, min: 0 } }
    returns: { type: int, max: 300 }
    body: n * 3
initial: OPEN
states:
  OPEN:
    steps:
      - id: earn
        triggers: EARNED
        set: { total: "=ctx.total + triple(event.payload.n)" }
      - { id: stop, after: 30d, to: END }
  END: { final: true }
"#;
    let journeys = Journeys::from_text([("points.yaml", LIMITED)]).expect("a journey");
    let mut runtime = journeys.runtime();
    let mut earn = |id: &str, n: i64| {
        let line = format!(r#"{{"eventId":"{id}","userId":"u","type":"EARNED","payload":{{"n":{n}}},"timestamp":1}}"#);
        runtime.process_event(&line).remove(0).what
    };
    let dead = |detail: &str| What::DeadLetter { reason: "runtime-error".to_owned(), detail: detail.to_owned() };
    assert_eq!(earn("a", 5), What::Entered);
    assert_eq!(earn("b", -1), dead("earn: -1 is below the minimum 0, for the parameter `n` of `triple`"));
    assert_eq!(earn("c", 101), dead("earn: 303 is above the maximum 300, for the result of `triple`"));
    assert_eq!(earn("d", 100), What::Stepped);
}
