//! Consent, windows and caps at the moment of an effect.

use crate::engine::decide::{Decision, Waiting, again};
use crate::engine::effect::{Deferral, Verdict};
use crate::engine::instance::Instance;
use crate::engine::ledger::Counter;
use crate::engine::step::{Outcome, Rollback};
use crate::engine::tests::person::{Person, STRANGER};
use crate::engine::tests::written::written;
use crate::expr::inputs::PersonView;
use crate::graph::machine::Machine;
use crate::model::ids::{ActionId, CapId};
use crate::terms::time::{DAY, HOUR};
use crate::terms::value::Value;

const MAIL: &str = r#"
events: { ENTER: {}, ONE: {}, TWO: {}, BOTH: {}, BAD: {} }
context: { told: { type: string, default: "" }, tz: { type: string, default: UTC }, n: { type: int, max: 0, default: 0 } }
caps: { weekly: { max: 2, per: 7d } }
windows: { awake: { from: "08:00", to: "21:00", tz: =ctx.tz } }
actions:
  mail: { consent: marketing, window: awake, cap: [weekly, { max: 1, per: 1d }], params: { to: string } }
  call: { basis: contract, window: awake, outside: drop, cap: weekly }
entry: { triggers: ENTER }
initial: A
states:
  A:
    steps:
      - { id: one, triggers: ONE, actions: [mail: { to: me }] }
      - { id: two, triggers: TWO, actions: [call] }
      - { id: both, triggers: BOTH, actions: [mail: { to: you }, mail: { to: you }, call, call] }
      - { id: bad, triggers: BAD, actions: [mail: { to: you }, set: { n: =ctx.n + 1 }] }
      - id: held
        triggers: [held.mail]
        set: { told: '=event.payload.reason + "/" + event.payload.params.to' }
      - { id: held-call, triggers: [held.call], set: { told: =event.payload.reason } }
"#;

const MAIL_ID: ActionId = ActionId(0);
const WEEKLY: Counter = Counter::Cap(CapId(0));

fn person() -> Person {
    let mut person = Person::enter(written(MAIL));
    person.consents = true;
    person.now = 12 * HOUR;
    person
}

fn verdicts(person: &Person) -> Vec<Verdict> {
    person.scratch.trace.effects.iter().map(|effect| effect.verdict).collect()
}

fn told(person: &Person) -> &Value {
    &person.instance.context[0]
}

#[test]
fn what_is_held_for_good_is_told_within_the_macrostep_with_reason_and_params() {
    let mut person = person();
    person.consents = false;
    person.send("ONE").unwrap();
    assert_eq!((verdicts(&person), told(&person)), (vec![Verdict::NoConsent], &Value::str("no-consent/me")));
    person.consents = true;
    person.now = 22 * HOUR;
    person.send("TWO").unwrap();
    assert_eq!((verdicts(&person), told(&person)), (vec![Verdict::OutsideWindow], &Value::str("outside-window")));
    person.now = DAY + 12 * HOUR;
    person.ledger.0.push((Counter::Action(MAIL_ID), DAY));
    person.send("ONE").unwrap();
    assert_eq!((verdicts(&person), told(&person)), (vec![Verdict::Capped], &Value::str("capped/me")));
}

#[test]
fn consent_is_asked_before_the_window_and_the_window_before_the_caps() {
    let mut person = person();
    person.now = 22 * HOUR;
    person.ledger.0.extend([(WEEKLY, 0), (WEEKLY, 0), (Counter::Action(MAIL_ID), 21 * HOUR)]);
    person.send("ONE").unwrap();
    assert_eq!(verdicts(&person), [Verdict::Deferred], "a reached cap says nothing of tomorrow");
    person.consents = false;
    person.send("ONE").unwrap();
    assert_eq!(verdicts(&person), [Verdict::NoConsent], "there is nothing to wait for");
}

#[test]
fn a_deferred_effect_waits_for_the_opening_and_says_nothing() {
    let mut person = person();
    person.now = 22 * HOUR;
    person.send("BOTH").unwrap();
    let deferrals: Vec<_> = person.scratch.trace.effects.iter().filter_map(|effect| effect.deferral).collect();
    let until = DAY + 8 * HOUR;
    assert_eq!(deferrals, [Deferral { until, started: 0 }, Deferral { until, started: 1 }]);
    assert_eq!(told(&person), &Value::str("outside-window"), "of the calls, which were dropped");
    assert_eq!(person.instance.next_start, 2);
}

#[test]
fn a_window_is_judged_when_effects_go() {
    let mut person = person();
    person.out = Some(22 * HOUR);
    person.send("ONE").unwrap();
    assert_eq!(person.scratch.trace.effects[0].deferral.map(|deferral| deferral.until), Some(DAY + 8 * HOUR));
    (person.now, person.out) = (22 * HOUR, Some(DAY + 9 * HOUR));
    person.send("ONE").unwrap();
    assert_eq!(verdicts(&person), [Verdict::Sent]);
}

#[test]
fn sends_of_the_same_input_count() {
    let mut person = person();
    person.send("BOTH").unwrap();
    // One mail a day; with it and one call the weekly two are reached.
    assert_eq!(verdicts(&person), [Verdict::Sent, Verdict::Capped, Verdict::Sent, Verdict::Capped]);
}

#[test]
fn a_send_counts_for_less_than_the_period() {
    let mut person = person();
    person.now = 10 * DAY + 12 * HOUR;
    for (sent, verdict) in [(person.now - DAY, Verdict::Sent), (person.now - DAY + 1, Verdict::Capped)] {
        person.ledger.0 = vec![(Counter::Action(MAIL_ID), sent)];
        person.send("ONE").unwrap();
        assert_eq!(verdicts(&person), [verdict]);
    }
    person.ledger.0 = vec![(WEEKLY, person.now - 2 * DAY), (WEEKLY, person.now - 7 * DAY)];
    person.send("ONE").unwrap();
    assert_eq!(verdicts(&person), [Verdict::Sent], "the second of the weekly two was exactly a week ago");
    person.ledger.0[1].1 += 1;
    person.send("ONE").unwrap();
    assert_eq!(verdicts(&person), [Verdict::Capped], "all caps must allow it");
}

#[test]
fn what_was_rolled_back_was_never_asked_for() {
    let mut person = person();
    person.now = 22 * HOUR;
    let before: Instance = person.instance.clone();
    assert!(matches!(person.send("BAD"), Err(Rollback::Runtime { .. })));
    assert_eq!((&person.instance, person.scratch.trace.effects.len()), (&before, 0));
    person.now = DAY + 9 * HOUR;
    assert_eq!(person.send("ONE"), Ok(Outcome::Stepped));
    assert_eq!(verdicts(&person), [Verdict::Sent]);
}

#[test]
fn a_zone_that_is_none_is_told_and_the_default_counts() {
    let mut person = person();
    person.instance.context[1] = Value::str("Mars/Base");
    person.send("ONE").unwrap();
    let told: Vec<_> = person.scratch.trace.errors.iter().map(|(at, detail)| (at.as_str(), detail.as_str())).collect();
    assert_eq!(told, [("one", "`Mars/Base` is no time zone; `UTC` was taken")]);
    assert_eq!(verdicts(&person), [Verdict::Sent]);
}

fn decided(machine: &Machine, person: &Person, out: i64) -> Decision {
    let view = PersonView { consent: if person.consents { &[true] } else { &[] }, ..STRANGER };
    let waiting = Waiting {
        machine,
        action: MAIL_ID,
        context: &person.instance.context,
        person: &view,
        ledger: &person.ledger,
        now: out,
        out,
    };
    again(&waiting).0
}

#[test]
fn a_deferred_effect_is_decided_by_the_same_rules_again() {
    let mut person = person();
    let machine = person.machine.clone();
    let opening = DAY + 8 * HOUR;
    let plain = |verdict| Decision { verdict, until: None };
    assert_eq!(decided(&machine, &person, opening), plain(Verdict::Sent));
    person.ledger.0.push((Counter::Action(MAIL_ID), opening));
    assert_eq!(decided(&machine, &person, opening), plain(Verdict::Capped));
    person.instance.context[1] = Value::str("Pacific/Honolulu");
    let later = Decision { verdict: Verdict::Deferred, until: Some(DAY + 18 * HOUR) };
    assert_eq!(decided(&machine, &person, opening), later, "the person has moved to another zone");
    person.consents = false;
    assert_eq!(decided(&machine, &person, opening), plain(Verdict::NoConsent));
}

#[test]
fn a_deferred_effect_whose_zone_fails_goes_by_the_default_and_says_so() {
    let text = MAIL.replace("tz: =ctx.tz", "tz: '=if 1 / ctx.n == 1 { ctx.tz } else { ctx.tz }'");
    let machine = written(&text);
    let person = person();
    let waiting = Waiting {
        machine: &machine,
        action: MAIL_ID,
        context: &person.instance.context,
        person: &PersonView { consent: &[true], ..STRANGER },
        ledger: &person.ledger,
        now: 9 * HOUR,
        out: 9 * HOUR,
    };
    let (decision, told) = again(&waiting);
    assert_eq!(decision.verdict, Verdict::Sent);
    assert_eq!(told, ["the zone of the window `awake`: division by zero"]);
    let mut person = Person::enter(machine);
    (person.consents, person.now) = (true, 9 * HOUR);
    assert!(matches!(person.send("ONE"), Err(Rollback::Runtime { .. })), "an input is rolled back instead");
}

#[test]
fn a_window_that_never_opens_holds_for_good() {
    let mut machine = written(MAIL);
    let mut journey = (*machine.journey).clone();
    journey.windows[0].hours.days = [false; 7];
    machine = Machine::new(journey);
    let mut person = Person::enter(machine);
    person.consents = true;
    person.send("ONE").unwrap();
    assert_eq!(verdicts(&person), [Verdict::OutsideWindow]);
}
