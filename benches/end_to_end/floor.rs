//! The same journey as a program written by hand: what nobody could do with much less.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

const GIVE_UP: i64 = 30 * 86_400_000;

/// One event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    user_id: Cow<'a, str>,
    #[serde(borrow)]
    idempotency_key: Cow<'a, str>,
    timestamp: i64,
    #[serde(borrow)]
    payload: Payload<'a>,
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow)]
    source: Option<Cow<'a, str>>,
    #[serde(borrow)]
    device_type: Option<Cow<'a, str>>,
    price: Option<f64>,
    total: Option<f64>,
    amount: Option<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Onboarding,
    Browsing,
    Consideration,
    Checkout,
    Subscriber,
    Churned,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Onboarding => "ONBOARDING",
            Self::Browsing => "BROWSING",
            Self::Consideration => "CONSIDERATION",
            Self::Checkout => "CHECKOUT",
            Self::Subscriber => "ACTIVE_SUBSCRIBER",
            Self::Churned => "CHURNED",
        }
    }

    const fn is_final(self) -> bool {
        matches!(self, Self::Subscriber | Self::Churned)
    }
}

struct Visit {
    state: State,
    since: i64,
    now: i64,
    source: String,
    device: String,
    step_index: i64,
    premium: bool,
}

#[derive(Default)]
struct Person {
    seen: HashSet<Box<str>, FixedState>,
    last_event_at: i64,
    visit: Option<Visit>,
}

/// What the actions were asked for.
#[derive(Default)]
struct Asked {
    emails: u64,
    tutorials: u64,
    plans: u64,
    receipts: u64,
}

/// Everyone, and what was asked for them.
#[derive(Default)]
pub struct Program {
    people: HashMap<String, Person, FixedState>,
    asked: Asked,
}

impl Program {
    /// Moves the person of `event`.
    pub fn take(&mut self, event: &Event<'_>) {
        if !self.people.contains_key(event.user_id.as_ref()) {
            self.people.insert(event.user_id.as_ref().to_owned(), Person::default());
        }
        let Some(person) = self.people.get_mut(event.user_id.as_ref()) else { return };
        if !person.seen.contains(event.idempotency_key.as_ref()) {
            person.seen.insert(event.idempotency_key.as_ref().into());
            person.last_event_at = event.timestamp;
            process(person, event, &mut self.asked);
        }
    }

    /// How many effects there were.
    pub fn effects(&self) -> u64 {
        self.asked.emails + self.asked.tutorials + self.asked.plans + self.asked.receipts
    }
}

/// Reads one line.
pub fn parse(line: &str) -> Option<Event<'_>> {
    serde_json::from_str(line).ok().filter(keeps_contract)
}

/// Reads `events` and writes `table`.
pub fn run(events: &Path, table: &Path) -> Result<u64, Box<dyn std::error::Error>> {
    let mut program = Program::default();
    let mut input = BufReader::with_capacity(1 << 18, File::open(events)?);
    let mut line = String::new();
    let mut latest = i64::MIN;
    while input.read_line(&mut line)? > 0 {
        if let Some(event) = parse(&line) {
            latest = latest.max(event.timestamp);
            program.take(&event);
        }
        line.clear();
    }
    for visit in program.people.values_mut().filter_map(|person| person.visit.as_mut()) {
        give_up(visit, latest);
    }
    write(&program.people, table)?;
    Ok(program.effects())
}

fn keeps_contract(event: &Event<'_>) -> bool {
    match event.kind.as_ref() {
        "ITEM_ADDED_TO_CART" => event.payload.price.is_some_and(|price| price >= 0.0),
        "CHECKOUT_STARTED" => event.payload.total.is_some(),
        "PAYMENT_SUCCESSFUL" => event.payload.amount.is_some(),
        _ => true,
    }
}

fn give_up(visit: &mut Visit, until: i64) {
    let due = visit.since + GIVE_UP;
    if visit.state == State::Onboarding && due <= until.max(visit.now) {
        visit.state = State::Churned;
    }
}

fn process(person: &mut Person, event: &Event<'_>, asked: &mut Asked) {
    let Some(visit) = &mut person.visit else {
        if event.kind == "USER_CREATED" {
            person.visit = Some(enter(event, asked));
        }
        return;
    };
    give_up(visit, event.timestamp);
    if visit.state.is_final() {
        return;
    }
    let now = visit.now.max(event.timestamp);
    let real = visit.source != "internal_test";
    let payload = &event.payload;
    let to = match (visit.state, event.kind.as_ref()) {
        (State::Onboarding, "USER_CREATED" | "EMAIL_OPENED") if real => {
            asked.emails += 1;
            None
        }
        (State::Onboarding, "PROFILE_COMPLETED") if real => {
            visit.step_index = 2;
            asked.tutorials += 1;
            Some(State::Browsing)
        }
        (State::Browsing, "ITEM_ADDED_TO_CART") if payload.price.is_some_and(|price| price > 1.0) => {
            visit.step_index += 1;
            Some(State::Consideration)
        }
        (State::Consideration, "ITEM_ADDED_TO_CART") => {
            visit.step_index = (visit.step_index + 1).min(4);
            None
        }
        (State::Consideration, "CHECKOUT_STARTED")
            if visit.step_index >= 3 && payload.total.is_some_and(|total| total > 10.0) =>
        {
            Some(State::Checkout)
        }
        (State::Checkout, "PAYMENT_SUCCESSFUL") if payload.amount.is_some_and(|amount| amount > 0.0) => {
            visit.step_index = 5;
            visit.premium = true;
            asked.receipts += 1;
            asked.plans += 1;
            Some(State::Subscriber)
        }
        _ => return,
    };
    visit.now = now;
    if let Some(state) = to {
        visit.state = state;
        visit.since = now;
    }
}

fn enter(event: &Event<'_>, asked: &mut Asked) -> Visit {
    let source = event.payload.source.as_deref().unwrap_or("unknown").to_owned();
    asked.emails += u64::from(source != "internal_test");
    Visit {
        state: State::Onboarding,
        since: event.timestamp,
        now: event.timestamp,
        source,
        device: event.payload.device_type.as_deref().unwrap_or("unknown").to_owned(),
        step_index: 0,
        premium: false,
    }
}

fn write(people: &HashMap<String, Person, FixedState>, table: &Path) -> std::io::Result<()> {
    let mut rows: Vec<_> =
        people.iter().filter_map(|(id, person)| Some((id, person, person.visit.as_ref()?))).collect();
    rows.sort_unstable_by_key(|(id, ..)| *id);
    let mut file = BufWriter::new(File::create(table)?);
    writeln!(file, "user_id,journey,instance,version,status,states,last_event_at,context")?;
    for (id, person, visit) in rows {
        let status = if visit.state.is_final() { "completed" } else { "active" };
        let plans = if visit.premium { r#"[""premium""]"# } else { "[]" };
        let (state, at, device, source) = (visit.state.name(), person.last_event_at, &visit.device, &visit.source);
        write!(file, "{id},subscription,,1.0.0,{status},{state},{at},\"{{\"\"device_type\"\":\"\"{device}\"\",")?;
        writeln!(
            file,
            "\"\"entitlements\"\":{plans},\"\"source\"\":\"\"{source}\"\",\"\"step_index\"\":{}}}\"",
            visit.step_index
        )?;
    }
    file.flush()
}
