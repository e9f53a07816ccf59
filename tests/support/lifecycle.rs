//! A customer's whole way with a shop, as long as wished: chapters with states inside, detours, ways back and ways out.

use std::fmt::Write as _;

/// A chapter: its name, its words for people, and its states with theirs.
type Chapter = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const CHAPTERS: [Chapter; 10] = [
    (
        "ONBOARDING",
        "Gets to know the product",
        &[
            ("WELCOMED", "Got the first letter"),
            ("EMAIL_CONFIRMED", "The address is real"),
            ("PROFILE_STARTED", "Told us a name and a trade"),
            ("PROFILE_COMPLETE", "Told us all that we ask"),
            ("TEAM_INVITED", "Asked colleagues to join"),
            ("FIRST_PROJECT", "Made something of their own"),
            ("TOUR_TAKEN", "Saw the four corners"),
            ("INTEGRATION_CONNECTED", "Their calendar talks to us"),
        ],
    ),
    (
        "ACTIVATION",
        "Finds out what it is good for",
        &[
            ("EXPLORING", "Looks around"),
            ("CHECKLIST_OFFERED", "Five things to try"),
            ("HALF_TICKED", "Three of five are done"),
            ("HABIT_FORMING", "Came back on three days"),
            ("HABIT_FORMED", "Comes by itself"),
            ("INVITED_A_FRIEND", "Told somebody of it"),
            ("CALL_PLANNED", "Wants to talk to us"),
        ],
    ),
    (
        "TRIAL",
        "Two weeks without paying",
        &[
            ("TRIALING", "All plans are open"),
            ("REMINDED", "Knows that time is short"),
            ("EXTENDED", "Got a week more"),
            ("PLAN_SEEN", "Looked at the prices"),
            ("PLAN_CHOSEN", "Knows what to buy"),
            ("CHECKOUT", "Fills in the form"),
        ],
    ),
    (
        "PAYMENT",
        "Money changes hands",
        &[
            ("CHARGING", "The provider is asked"),
            ("THREE_D_SECURE", "The bank wants a code"),
            ("INVOICE_SENT", "By post, for companies"),
            ("CREDIT_CHECKED", "Large orders only"),
            ("RECEIPT_SENT", "Has it in writing"),
        ],
    ),
    (
        "DUNNING",
        "The money did not come",
        &[
            ("FIRST_TRY_FAILED", "The card was declined"),
            ("CARD_UPDATE_ASKED", "Please look at your card"),
            ("SECOND_TRY", "Three days later"),
            ("THIRD_TRY", "A week later"),
            ("GRACE", "Everything still works"),
            ("RESTRICTED", "Can read, cannot write"),
        ],
    ),
    (
        "CUSTOMER",
        "Pays and uses it",
        &[
            ("REGULAR", "Uses it now and then"),
            ("FREQUENT", "Uses it every day"),
            ("POWER_USER", "Uses what nobody else does"),
            ("ADVOCATE", "Writes about us"),
            ("SEATS_ADDED", "The team grows"),
            ("ANNUAL_OFFERED", "A year at once is cheaper"),
            ("ANNUAL", "Paid for a year"),
            ("REVIEW_ASKED", "How many stars?"),
        ],
    ),
    (
        "RENEWAL",
        "The year is nearly over",
        &[
            ("RENEWAL_NOTICED", "Knows the date"),
            ("PRICE_TALK", "Wants another price"),
            ("OFFER_MADE", "Has it in writing"),
            ("LEGAL_REVIEW", "Their lawyers read it"),
            ("SIGNED", "One more year"),
        ],
    ),
    (
        "SUPPORT",
        "Something went wrong",
        &[
            ("TICKET_OPEN", "Somebody has to look"),
            ("ASSIGNED", "Somebody looks"),
            ("WAITING_FOR_CUSTOMER", "We asked something"),
            ("ESCALATED", "The second line looks"),
            ("RESOLVED", "It works again"),
            ("SURVEYED", "Were we good?"),
        ],
    ),
    (
        "RETENTION",
        "Comes less often",
        &[
            ("QUIET", "Two weeks without a visit"),
            ("NUDGED", "Got a letter"),
            ("TIPS_SENT", "What others do with it"),
            ("DISCOUNT_OFFERED", "Twenty per cent for three months"),
            ("PAUSE_OFFERED", "May rest for a while"),
            ("PAUSED", "Rests"),
        ],
    ),
    (
        "WIN_BACK",
        "Went away, may return",
        &[
            ("CANCELLED", "Said goodbye"),
            ("REASON_ASKED", "Why?"),
            ("REASON_GIVEN", "Now we know"),
            ("VOUCHER_SENT", "Come back for half"),
            ("LAST_LETTER", "We shall be silent now"),
            ("RETURNED", "Here again"),
        ],
    ),
];

const HEAD: &str = "events:
  SIGNED_UP: {}
  DONE: {}
  COMPLAINED: { payload: { ticket: string } }
  CANCELLED: {}
  CAME_BACK: {}
  ORDER_PAID: { payload: { total: number } }
context:
  score: { type: int, default: 0 }
actions:
  send_mail: { params: { template: string } }
  notify_team: { params: { text: string } }
goals:
  - { id: loyal, state: LOYAL }
entry: { triggers: SIGNED_UP }
exit:
  - { id: closed, triggers: CANCELLED, guard: ctx.score < 0 }
";

/// A journey of about `states` states (final ones come on top): chapter after chapter, repeated with numbers where there
/// are not enough; a time-out of every third state leads to one end.
pub fn lifecycle(states: usize) -> String {
    let mut text = format!(
        "wayfare: 1\njourney: lifecycle-{states}\nversion: 3.1.0\ntitle: A customer's life in {states} states\nowner: \
         lifecycle-team\n{HEAD}initial: ONBOARDING\nstates:\n"
    );
    let mut left = states;
    let rounds = plan(states);
    for (number, name) in rounds.iter().enumerate() {
        let chapter = &CHAPTERS[number % CHAPTERS.len()];
        let round = number / CHAPTERS.len();
        let next = rounds.get(number + 1).map_or("LOYAL", String::as_str);
        let before = number.checked_sub(1).map(|before| rounds[before].as_str());
        left = left.saturating_sub(chapter_text(&mut text, (name, round), chapter, left, (next, before)));
    }
    text.push_str("  LOYAL: { final: true, description: Stays for good }\n");
    text.push_str("  CHURNED: { final: true, description: Left without a word }\n");
    text
}

/// The names of the chapters that are needed for so many states.
fn plan(states: usize) -> Vec<String> {
    let mut chapters = Vec::new();
    let mut sum = 0;
    while sum < states {
        let number = chapters.len();
        let (name, _, inside) = CHAPTERS[number % CHAPTERS.len()];
        chapters.push(suffixed(name, number / CHAPTERS.len()));
        sum += 1 + inside.len();
    }
    chapters
}

fn suffixed(name: &str, round: usize) -> String {
    if round == 0 { name.to_owned() } else { format!("{name}_{}", round + 1) }
}

/// Writes a chapter of at most `left` states; how many it has, itself among them.
fn chapter_text(
    text: &mut String,
    (name, round): (&str, usize),
    (_, about, inside): &Chapter,
    left: usize,
    (next, before): (&str, Option<&str>),
) -> usize {
    let inside = &inside[..inside.len().min(left.saturating_sub(1)).max(1)];
    let first = suffixed(inside[0].0, round);
    writeln!(text, "  {name}:\n    description: {about}\n    initial: {first}\n    steps:").unwrap();
    let id = name.to_lowercase().replace('_', "-");
    writeln!(text, "      - {{ id: {id}-paid, triggers: ORDER_PAID, guard: event.payload.total > 100.0, set: {{ score: =ctx.score + 1 }} }}").unwrap();
    writeln!(text, "      - {{ id: {id}-gone, after: 90d, to: CHURNED }}\n    states:").unwrap();
    for (number, (state, about)) in inside.iter().enumerate() {
        let state = suffixed(state, round);
        let id = state.to_lowercase().replace('_', "-");
        writeln!(text, "      {state}:\n        description: {about}").unwrap();
        if number % 2 == 0 {
            writeln!(text, "        on_entry:\n          - send_mail: {{ template: {id} }}").unwrap();
        }
        text.push_str("        steps:\n");
        match inside.get(number + 1) {
            Some((onward, _)) => {
                let onward = suffixed(onward, round);
                writeln!(text, "          - {{ id: {id}-done, triggers: DONE, to: {onward} }}").unwrap();
            }
            None => writeln!(
                text,
                "          - {{ id: {id}-done, triggers: DONE, actions: [notify_team: {{ text: done }}], to: {next} }}"
            )
            .unwrap(),
        }
        if let (2, Some((skipped, _))) = (number % 4, inside.get(number + 2)) {
            let skipped = suffixed(skipped, round);
            writeln!(
                text,
                "          - {{ id: {id}-ahead, triggers: ORDER_PAID, guard: ctx.score > 10, to: {skipped} }}"
            )
            .unwrap();
        }
        if number % 3 == 2 {
            writeln!(text, "          - {{ id: {id}-late, after: 14d, to: CHURNED }}").unwrap();
        }
        if number == 1 {
            let back = before.unwrap_or(&first);
            writeln!(text, "          - {{ id: {id}-back, triggers: CAME_BACK, to: {back} }}").unwrap();
        }
    }
    1 + inside.len()
}
