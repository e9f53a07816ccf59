//! The journeys of the trade that a project can start with: their texts, and the catalogs that they use.

/// A journey to start with.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name, and the id of its journey.
    pub name: &'static str,
    /// What it is, in a line.
    pub line: &'static str,
    /// The catalogs that it uses.
    pub catalogs: &'static [Catalog],
    /// The journey.
    pub journey: &'static str,
    /// Its scenario tests.
    pub scenarios: &'static str,
    /// Events that show something, one JSON object a line.
    pub events: &'static str,
}

/// A catalog that several templates share.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    /// Its id.
    pub id: &'static str,
    /// Its text.
    pub text: &'static str,
}

const MARKETING: Catalog = Catalog { id: "marketing", text: include_str!("catalogs/marketing.yaml") };
const SERVICE: Catalog = Catalog { id: "service", text: include_str!("catalogs/service.yaml") };

macro_rules! template {
    ($name:literal, $catalogs:expr, $line:literal) => {
        Template {
            name: $name,
            line: $line,
            catalogs: $catalogs,
            journey: include_str!(concat!("templates/", $name, "/journey.yaml")),
            scenarios: include_str!(concat!("templates/", $name, "/scenarios.yaml")),
            events: include_str!(concat!("templates/", $name, "/events.jsonl")),
        }
    };
}

/// The templates, the one to start with first, then as a customer meets them.
pub const TEMPLATES: &[Template] = &[
    template!("welcome-series", &[MARKETING], "three mails after sign-up, for readers and for others"),
    template!("onboarding-checklist", &[MARKETING], "three things to do in any order, and mails about the next one"),
    template!("trial-to-paid", &[MARKETING, SERVICE], "two weeks to try, hints, a last call, the first charge"),
    template!("abandoned-cart", &[MARKETING], "one clock for each cart, a reminder, a coupon for good ones"),
    template!("win-back", &[MARKETING], "sixty quiet days, a letter, a voucher that grows with the customer"),
    template!("dunning", &[SERVICE], "a payment that failed: tries at night, a last letter, the end"),
    template!("appointment-reminders", &[], "reminders that move with the appointment"),
    template!("price-test", &[], "an experiment: two prices, one a person, and what was bought"),
    template!("kyc-onboarding", &[SERVICE], "papers that the law asks for, checked by a provider"),
];

/// The template of this name.
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}
