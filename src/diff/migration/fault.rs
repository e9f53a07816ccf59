//! What is wrong with a migration, and who would be stuck.

use smol_str::SmolStr;

use crate::diff::change::Places;

/// One fault of how people move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub kind: Kind,
    /// States of the old version: whoever is in all of them is meant; none where all are.
    pub states: Vec<SmolStr>,
    /// The variable that it is about.
    pub variable: Option<SmolStr>,
    /// Timers of the new version that nothing sets for them, where that is the matter.
    pub timers: Vec<SmolStr>,
    /// What becomes of whom, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Somebody who would be stuck.
    pub person: Option<Person>,
    /// Where it stands in both versions.
    pub places: Places,
}

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A state has no image.
    Nowhere,
    /// A variable may have a value that the new version refuses, and nothing sets it.
    Misfit,
    /// Two images cannot both be active.
    Rivals,
    /// What is set may be refused.
    Refused,
    /// What is set does not fit the old version: nobody can move.
    Untyped,
    /// An image is final, and nobody wrote that down.
    FinalByAccident,
    /// No step leads to an image.
    Unreachable,
    /// From where people come to, no end can be reached.
    Trapped,
}

/// The rules that faults break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// `migration-incomplete`.
    Incomplete,
    /// `migration-invalid`.
    Invalid,
}

/// Somebody on the old version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The innermost active states.
    pub states: Vec<SmolStr>,
    /// Timers that are set for them.
    pub timers: Vec<SmolStr>,
    /// What they have in the variable that matters, as in "`ctx.seats` is `500`".
    pub has: Option<String>,
    /// By what they came there, in order, as in "`PAID`" and "the timer `nudge`"; none where it is not known.
    pub by: Vec<String>,
}

impl Kind {
    /// As in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nowhere => "nowhere",
            Self::Misfit => "misfit",
            Self::Rivals => "rivals",
            Self::Refused => "refused",
            Self::Untyped => "untyped",
            Self::FinalByAccident => "final-by-accident",
            Self::Unreachable => "unreachable",
            Self::Trapped => "trapped",
        }
    }

    /// The rule that it breaks.
    pub const fn breach(self) -> Breach {
        match self {
            Self::Nowhere | Self::Misfit => Breach::Incomplete,
            _ => Breach::Invalid,
        }
    }

    /// Whether people whom it is about stay on the old version, each with a dead letter.
    pub const fn refuses(self) -> bool {
        matches!(self, Self::Nowhere | Self::Misfit | Self::Rivals | Self::Refused | Self::Untyped)
    }
}

impl Breach {
    /// The rule's name.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Incomplete => "migration-incomplete",
            Self::Invalid => "migration-invalid",
        }
    }
}

impl Person {
    /// Who it is: "somebody in `A` and `X`, waiting for the timer `nudge`".
    pub fn who(&self) -> String {
        let mut text = "somebody".to_owned();
        if !self.states.is_empty() {
            text = format!("{text} in {}", listed(&quoted(&self.states)));
        }
        if let Some(has) = &self.has {
            text = format!("{text} where {has}");
        }
        match &self.timers[..] {
            [] => text,
            [one] => format!("{text}, waiting for the timer `{one}`"),
            more => format!("{text}, waiting for the timers {}", listed(&quoted(more))),
        }
    }

    /// By what they came there: "`SIGNED_UP`, then the timer `nudge`"; empty where it is not known.
    pub fn way(&self) -> String {
        self.by.join(", then ")
    }
}

/// The names in backticks.
pub fn quoted(names: &[SmolStr]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// `a`, `b` and `c`.
pub fn listed(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::Person;

    #[test]
    fn a_person_is_told_by_where_they_are_and_what_they_wait_for() {
        let states = |all: &[&str]| all.iter().map(|&name| name.into()).collect();
        let mut person = Person { states: states(&["A", "X"]), by: vec!["`GO`".into()], ..Person::default() };
        assert_eq!(person.who(), "somebody in `A` and `X`");
        person.timers = states(&["nudge"]);
        assert_eq!(person.who(), "somebody in `A` and `X`, waiting for the timer `nudge`");
        person.by.push("the timer `nudge`".into());
        assert_eq!(person.way(), "`GO`, then the timer `nudge`");
        let has = Person { has: Some("`ctx.n` is `3`".into()), ..Person::default() };
        assert_eq!(has.who(), "somebody where `ctx.n` is `3`");
    }
}
