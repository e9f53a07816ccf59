//! What each kind of change asks of a version, what decides that, and what satisfies it: `docs/changes.md`.

use crate::diff::kind::Kind;

/// What is known of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its classes, `noticed` where people on the way will notice although a minor version is enough.
    pub class: &'static str,
    /// What decides between them, and why it is so.
    pub decides: &'static str,
    /// What a major change needs beside its bump; empty where nothing.
    pub by: &'static str,
}

const fn facts(class: &'static str, decides: &'static str, by: &'static str) -> Facts {
    Facts { class, decides, by }
}

const NOTICED: &str = "minor, noticed";
const IMAGE: &str = "an image under `states`";
const BUMP: &str = "the bump";
const SET: &str = "a value under `set`";
const WAITING: &str = "effects that wait to be sent still say it the old way";
const STORED: &str = "what people have may not fit";

/// By kinds that ask the same.
const ALL: &[(&[Kind], Facts)] = &[
    (
        &[Kind::Layout],
        facts(
            "none",
            "comments, layout, order of keys, equal durations, a definition or function renamed or written in \
             place; shown with `--all`",
            "",
        ),
    ),
    (&[Kind::Description, Kind::Metadata], facts("patch", "nothing happens otherwise; shown with `--all`", "")),
    (
        &[Kind::StateAdded],
        facts(
            "minor; noticed if on an edge that was there",
            "whether people on the way come to it by a step that led elsewhere",
            "",
        ),
    ),
    (
        &[Kind::StateRemoved],
        facts(
            "major; minor for a history or a split",
            "whoever is in it needs another place; nobody stays in a history or a split",
            IMAGE,
        ),
    ),
    (
        &[Kind::StateRenamed],
        facts(
            "major",
            "alike steps and neighbours; where `migrate` names another target it is removed and added",
            IMAGE,
        ),
    ),
    (
        &[Kind::StateKindChanged],
        facts(
            "minor, noticed; else major",
            "an atomic state that becomes compound enters its initial state; a history that is deep or shallow now \
             remembers more or less; whoever is in any other needs another place",
            IMAGE,
        ),
    ),
    (&[Kind::StateMoved], facts("major", "what is left and entered on the way is other", IMAGE)),
    (
        &[Kind::RegionAdded, Kind::RegionRemoved],
        facts("major", "people have no place in a new region, or one in a region that is gone", IMAGE),
    ),
    (&[Kind::InitialChanged], facts("minor", "newcomers alone", "")),
    (&[Kind::HistoryDefaultChanged], facts("minor", "whoever never was inside", "")),
    (
        &[Kind::StepAdded, Kind::TriggerAdded],
        facts(
            "minor; noticed if it wins over a step that was there",
            "whether the same input can take both, asked of the value solver",
            "",
        ),
    ),
    (
        &[Kind::StepRemoved, Kind::TriggerRemoved],
        facts(
            "minor, noticed; major if it was the last way out of a state",
            "whether people in the state can still leave it",
            IMAGE,
        ),
    ),
    (
        &[Kind::StepRenamed],
        facts("major", "keys of effects, timers and coverage hang on the id", "the new id under `steps`"),
    ),
    (
        &[Kind::StepRetargeted],
        facts(
            "minor, noticed; major if the new target reads what this way never wrote",
            "what the target reads of the context",
            SET,
        ),
    ),
    (
        &[Kind::StepsReordered],
        facts("patch; minor, noticed", "patch if no input can take two of them, which is proven", ""),
    ),
    (&[Kind::StepSetChanged], facts(NOTICED, "what it writes from now on", "")),
    (&[Kind::GuardEquivalent], facts("patch", "proven", "")),
    (
        &[Kind::GuardLoosened, Kind::GuardTightened, Kind::GuardChanged],
        facts(
            "minor, noticed; major if no exit stays possible",
            "proven by the value solver, with people for whom it differs; `guard-changed` also where it is not \
             proven; of steps, `if`s, exit rules, goals and the entry",
            IMAGE,
        ),
    ),
    (&[Kind::TimerChanged], facts(NOTICED, "timers that are set already keep their due time", "")),
    (
        &[Kind::TimerAdded],
        facts("major", "nobody armed it for people who are in the state already", "a delay under `timers`"),
    ),
    (
        &[Kind::TimerRemoved],
        facts("minor, noticed; major if it was the only exit", "whether people in the state can still leave it", IMAGE),
    ),
    (&[Kind::EventAdded], facts("minor", "nobody sends it yet", "")),
    (&[Kind::EventRemoved, Kind::EventRenamed], facts("major", "producers still send it", BUMP)),
    (
        &[Kind::EventFieldRequired, Kind::EventFieldNarrowed, Kind::EventFieldRetyped, Kind::EventClosed],
        facts("major", "events on their way may break the contract: they are dead letters", BUMP),
    ),
    (&[Kind::EventFieldRemoved], facts("major; minor where no journey reads it", "whether anything reads it", BUMP)),
    (
        &[Kind::EventFieldWidened, Kind::ContextWidened],
        facts(
            "minor; noticed if something covered all of it and no longer does",
            "proven by the value solver, with somebody who is left out: guards of the steps of a state that hear one \
             event, go on at once or are due together, with those around them and exit rules; `if`s and `else if`s without \
             an `else`, values without one, exit rules, goals and the entry. Noticed as well where it is proven for what \
             there was and not known for what there is; not noticed where it is not proven for what there was",
            "",
        ),
    ),
    (
        &[Kind::EventOpened],
        facts("minor", "no expression sees undeclared fields, so there is nothing that could have covered them", ""),
    ),
    (&[Kind::ContextAdded], facts("minor", "it has a default, or may be missing", "")),
    (&[Kind::ContextRemoved], facts("major; minor where nothing reads it", "whether anything reads it", BUMP)),
    (&[Kind::ContextNarrowed, Kind::ContextRetyped], facts("major", STORED, SET)),
    (&[Kind::ContextRenamed], facts("major", "what people have is lost if nobody takes it over", SET)),
    (&[Kind::DefaultChanged], facts(NOTICED, "people on the way keep what they have", "")),
    (&[Kind::EntryActionsChanged], facts("minor", "whoever is in the state will not get it", "")),
    (
        &[Kind::ExitActionsChanged, Kind::StepActionsChanged],
        facts(NOTICED, "actions added, removed, in another order, with other params", ""),
    ),
    (&[Kind::ActionAdded], facts("minor", "nobody asks for it yet", "")),
    (&[Kind::ActionParamAdded], facts("minor; major if it is required and the action is used", WAITING, BUMP)),
    (
        &[Kind::ActionParamRetyped, Kind::ActionParamRemoved, Kind::ActionRemoved],
        facts("major; minor where nothing uses it", WAITING, BUMP),
    ),
    (&[Kind::ActionParamWidened], facts("minor", "it takes what it took", "")),
    (&[Kind::ActionResultChanged], facts(NOTICED, "answers on their way are of the old shape", "")),
    (
        &[Kind::ActionConsentChanged, Kind::ActionBasisChanged],
        facts("major", "consent that was given covers the old purpose only", BUMP),
    ),
    (
        &[
            Kind::ActionSinkChanged,
            Kind::ActionCapChanged,
            Kind::ActionWindowChanged,
            Kind::ActionRetryChanged,
            Kind::ActionAnswerChanged,
        ],
        facts(NOTICED, "what is sent from now on", ""),
    ),
    (
        &[Kind::CapChanged, Kind::WindowChanged],
        facts(
            "minor, noticed; none in a catalog",
            "told once, with all that hang on it; in a catalog it is live for all versions at once",
            "",
        ),
    ),
    (&[Kind::EntryChanged, Kind::ReentryChanged], facts(NOTICED, "newcomers", "")),
    (&[Kind::EventFieldAdded, Kind::ProfileFieldAdded], facts("minor", "nobody reads it yet", "")),
    (&[Kind::ProfileFieldRemoved], facts("minor, noticed; major where it is read", "whether anything reads it", BUMP)),
    (&[Kind::ProfileFieldRetyped], facts("major", STORED, BUMP)),
    (&[Kind::EntryKeyChanged], facts("major", "instances can no longer be found", BUMP)),
    (
        &[Kind::ExitRuleAdded, Kind::ExitRuleRemoved, Kind::ExitRuleChanged],
        facts(NOTICED, "people may leave on deploy", ""),
    ),
    (&[Kind::GoalChanged], facts(NOTICED, "what is counted from now on", "")),
    (
        &[Kind::SplitWeightsChanged, Kind::SplitArmAdded],
        facts(NOTICED, "says what share of people comes to another arm", ""),
    ),
    (
        &[Kind::SplitSaltChanged, Kind::SplitKeyChanged, Kind::SplitArmRemoved],
        facts("major", "people change arms, what the experiment measured is void", BUMP),
    ),
    (
        &[Kind::IdentityPolicyChanged],
        facts(NOTICED, "what becomes of two instances when two people turn out to be one", ""),
    ),
    (&[Kind::PiiMarked], facts("major", "values that are stored must be sealed", BUMP)),
    (&[Kind::PiiUnmarked], facts(NOTICED, "values are no longer sealed from now on", "")),
    (&[Kind::MigrateChanged], facts("patch", "while the version is not published", "")),
    (&[Kind::LanguageVersionChanged], facts("major", "the file means something else", BUMP)),
];

impl Kind {
    /// What is known of it.
    pub fn facts(self) -> Option<Facts> {
        ALL.iter().find(|(kinds, _)| kinds.contains(&self)).map(|(_, facts)| *facts)
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::diff::kind::Kind;

    #[test]
    fn every_kind_stands_once() {
        for kind in Kind::ALL {
            let times = ALL.iter().filter(|(kinds, _)| kinds.contains(kind)).count();
            assert_eq!(times, 1, "{kind}");
        }
    }
}
