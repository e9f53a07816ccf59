//! The kinds of change: the catalogue, as data.

use std::fmt;

macro_rules! kinds {
    ($($kind:ident = $name:literal, $about:literal;)*) => {
        /// What changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $about] $kind,)*
        }

        impl Kind {
            /// All, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// Its name: `state-removed`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// What it is, as one line of the catalogue.
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$kind => $about,)*
                }
            }
        }
    };
}

kinds! {
    Layout = "layout", "The files are written otherwise and mean the same.";
    Description = "description", "A title, a name or a description is another.";
    Metadata = "metadata", "The owner or the tags are others.";
    StateAdded = "state-added", "A state is new.";
    StateRemoved = "state-removed", "A state is gone.";
    StateRenamed = "state-renamed", "A state is called otherwise.";
    StateKindChanged = "state-kind-changed", "A state is of another kind.";
    StateMoved = "state-moved", "A state is inside another one.";
    RegionAdded = "region-added", "A parallel state has one more region.";
    RegionRemoved = "region-removed", "A parallel state has one region less.";
    InitialChanged = "initial-changed", "The journey or a state begins elsewhere.";
    HistoryDefaultChanged = "history-default-changed", "A history leads elsewhere where it has nothing to remember.";
    StepAdded = "step-added", "A step is new.";
    StepRemoved = "step-removed", "A step is gone.";
    StepRenamed = "step-renamed", "A step has another id.";
    StepRetargeted = "step-retargeted", "A step or an arm leads elsewhere.";
    StepsReordered = "steps-reordered", "The steps of a state are asked in another order.";
    StepSetChanged = "step-set-changed", "A step or an arm sets something else.";
    GuardEquivalent = "guard-equivalent", "A guard is written otherwise and holds for the same people.";
    GuardLoosened = "guard-loosened", "A guard holds for more people.";
    GuardTightened = "guard-tightened", "A guard holds for fewer people.";
    GuardChanged = "guard-changed", "A guard holds for others, or it is not proven for whom.";
    TimerChanged = "timer-changed", "A timer is due at another time.";
    TimerAdded = "timer-added", "A timer is new in a state that was there before.";
    TimerRemoved = "timer-removed", "A timer is gone.";
    TriggerAdded = "trigger-added", "A step listens to one more event.";
    TriggerRemoved = "trigger-removed", "A step no longer listens to an event.";
    EventAdded = "event-added", "An event is new.";
    EventRemoved = "event-removed", "An event is gone.";
    EventRenamed = "event-renamed", "An event is called otherwise.";
    EventFieldAdded = "event-field-added", "An event may carry one more field.";
    EventFieldRequired = "event-field-required", "An event must carry a field.";
    EventFieldRemoved = "event-field-removed", "An event's contract lacks a field.";
    EventFieldNarrowed = "event-field-narrowed", "A field takes less than before.";
    EventFieldRetyped = "event-field-retyped", "A field is of another type.";
    EventClosed = "event-closed", "An event may no longer carry undeclared fields.";
    EventFieldWidened = "event-field-widened", "A field takes more than before.";
    EventOpened = "event-opened", "An event may carry undeclared fields.";
    ContextAdded = "context-added", "A context variable is new.";
    ContextWidened = "context-widened", "A context variable takes more than before.";
    ContextRemoved = "context-removed", "A context variable is gone.";
    ContextNarrowed = "context-narrowed", "A context variable takes less than before.";
    ContextRetyped = "context-retyped", "A context variable is of another type.";
    ContextRenamed = "context-renamed", "A context variable is called otherwise.";
    DefaultChanged = "default-changed", "A variable or field begins with another value.";
    EntryActionsChanged = "entry-actions-changed", "Something else is done on the way into a state.";
    ExitActionsChanged = "exit-actions-changed", "Something else is done on the way out of a state.";
    StepActionsChanged = "step-actions-changed", "A step does something else.";
    ActionAdded = "action-added", "An action is new.";
    ActionParamAdded = "action-param-added", "An action has one more parameter.";
    ActionParamRetyped = "action-param-retyped", "A parameter of an action is of another type.";
    ActionParamRemoved = "action-param-removed", "An action has one parameter less.";
    ActionRemoved = "action-removed", "An action is gone.";
    ActionParamWidened = "action-param-widened", "A parameter of an action takes more than before.";
    ActionResultChanged = "action-result-changed", "The answer to an action has other fields.";
    ActionConsentChanged = "action-consent-changed", "An action asks for another consent.";
    ActionBasisChanged = "action-basis-changed", "An action rests on another legal basis.";
    ActionSinkChanged = "action-sink-changed", "An action goes to another sink.";
    ActionCapChanged = "action-cap-changed", "An action has other limits.";
    ActionWindowChanged = "action-window-changed", "An action waits for other hours.";
    ActionRetryChanged = "action-retry-changed", "An action is tried again otherwise.";
    ActionAnswerChanged = "action-answer-changed", "Another event follows what becomes of an action.";
    CapChanged = "cap-changed", "A shared limit is another.";
    WindowChanged = "window-changed", "A window is open at other hours.";
    EntryChanged = "entry-changed", "Others enter, or they bring something else.";
    ReentryChanged = "reentry-changed", "People may come again otherwise.";
    ProfileFieldAdded = "profile-field-added", "A profile field is new.";
    ProfileFieldRemoved = "profile-field-removed", "A profile field is gone.";
    ProfileFieldRetyped = "profile-field-retyped", "A profile field is of another type.";
    EntryKeyChanged = "entry-key-changed", "Instances of one person are told apart otherwise.";
    ExitRuleAdded = "exit-rule-added", "An exit rule is new.";
    ExitRuleRemoved = "exit-rule-removed", "An exit rule is gone.";
    ExitRuleChanged = "exit-rule-changed", "An exit rule listens or does otherwise.";
    GoalChanged = "goal-changed", "A goal is counted otherwise.";
    SplitWeightsChanged = "split-weights-changed", "An experiment sends other shares to its arms.";
    SplitArmAdded = "split-arm-added", "An experiment has one more arm.";
    SplitSaltChanged = "split-salt-changed", "An experiment is drawn anew.";
    SplitKeyChanged = "split-key-changed", "An experiment draws for something else.";
    SplitArmRemoved = "split-arm-removed", "An experiment has one arm less.";
    IdentityPolicyChanged = "identity-policy-changed", "Two instances become one otherwise.";
    PiiMarked = "pii-marked", "Something is personal data now.";
    PiiUnmarked = "pii-unmarked", "Something is no longer marked as personal data.";
    MigrateChanged = "migrate-changed", "People of other versions move otherwise.";
    LanguageVersionChanged = "language-version-changed", "The file is of another version of the language.";
}

impl Kind {
    /// What it may be called the other way round, from the new version to the old one; itself where that is all.
    pub const fn mirrors(self) -> &'static [Self] {
        match self {
            Self::StateAdded => &[Self::StateRemoved],
            Self::StateRemoved => &[Self::StateAdded],
            Self::RegionAdded => &[Self::RegionRemoved],
            Self::RegionRemoved => &[Self::RegionAdded],
            Self::StepAdded => &[Self::StepRemoved],
            Self::StepRemoved => &[Self::StepAdded],
            Self::GuardLoosened => &[Self::GuardTightened],
            Self::GuardTightened => &[Self::GuardLoosened],
            Self::TimerAdded => &[Self::TimerRemoved],
            Self::TimerRemoved => &[Self::TimerAdded],
            Self::TriggerAdded => &[Self::TriggerRemoved],
            Self::TriggerRemoved => &[Self::TriggerAdded],
            Self::EventAdded => &[Self::EventRemoved],
            Self::EventRemoved => &[Self::EventAdded],
            Self::EventFieldAdded => &[Self::EventFieldRemoved],
            Self::EventFieldRequired => &[Self::EventFieldRemoved, Self::EventFieldWidened],
            Self::EventFieldRemoved => &[Self::EventFieldAdded, Self::EventFieldRequired],
            // What takes less in one way and more in another is narrower both ways.
            Self::EventFieldNarrowed => &[Self::EventFieldWidened, Self::EventFieldNarrowed],
            Self::EventFieldWidened => &[Self::EventFieldNarrowed, Self::EventFieldRequired],
            Self::EventClosed => &[Self::EventOpened],
            Self::EventOpened => &[Self::EventClosed],
            Self::ContextAdded => &[Self::ContextRemoved],
            Self::ContextRemoved => &[Self::ContextAdded],
            Self::ContextWidened => &[Self::ContextNarrowed],
            Self::ContextNarrowed => &[Self::ContextWidened, Self::ContextNarrowed],
            Self::ActionAdded => &[Self::ActionRemoved],
            Self::ActionRemoved => &[Self::ActionAdded],
            Self::ActionParamAdded => &[Self::ActionParamRemoved],
            Self::ActionParamRemoved => &[Self::ActionParamAdded],
            Self::ActionParamWidened => &[Self::ActionParamRetyped],
            Self::ActionParamRetyped => &[Self::ActionParamWidened, Self::ActionParamRetyped],
            Self::ProfileFieldAdded => &[Self::ProfileFieldRemoved],
            Self::ProfileFieldRemoved => &[Self::ProfileFieldAdded],
            Self::ExitRuleAdded => &[Self::ExitRuleRemoved],
            Self::ExitRuleRemoved => &[Self::ExitRuleAdded],
            Self::SplitArmAdded => &[Self::SplitArmRemoved],
            Self::SplitArmRemoved => &[Self::SplitArmAdded],
            Self::PiiMarked => &[Self::PiiUnmarked, Self::PiiMarked],
            Self::PiiUnmarked => &[Self::PiiMarked],
            _ => &[],
        }
    }

    /// Whether `other` may be this change the other way round.
    pub fn is_mirrored_by(self, other: Self) -> bool {
        match self.mirrors() {
            [] => self == other,
            others => others.contains(&other),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
