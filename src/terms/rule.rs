//! The names of the rules that reading and compiling can break; the lint's registry documents them.

/// The kebab-case name of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(pub &'static str);

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not shown.
    Off,
    /// Shown; does not fail a check.
    Warning,
    /// Fails a check.
    Error,
}

/// Not YAML, tabs, bad indent, duplicate key, alias bomb, too deep.
pub const YAML_SYNTAX: RuleName = RuleName("yaml-syntax");
/// A scalar that YAML misreads.
pub const EXPRESSION_NEEDS_QUOTES: RuleName = RuleName("expression-needs-quotes");
/// A key that the language does not have.
pub const UNKNOWN_KEY: RuleName = RuleName("unknown-key");
/// A key that must be there.
pub const MISSING_KEY: RuleName = RuleName("missing-key");
/// A value of another shape than its key asks.
pub const WRONG_SHAPE: RuleName = RuleName("wrong-shape");
/// A name outside its pattern, or reserved.
pub const BAD_NAME: RuleName = RuleName("bad-name");
/// A language version that this program does not know.
pub const UNSUPPORTED_LANGUAGE_VERSION: RuleName = RuleName("unsupported-language-version");
/// Not an expression.
pub const EXPRESSION_SYNTAX: RuleName = RuleName("expression-syntax");
/// A name that nothing has.
pub const UNKNOWN_NAME: RuleName = RuleName("unknown-name");
/// `event.*` where there is no event.
pub const NOT_AVAILABLE_HERE: RuleName = RuleName("not-available-here");
/// A value of another type than is asked.
pub const TYPE_MISMATCH: RuleName = RuleName("type-mismatch");
/// A value that may be missing, used without a test.
pub const NULLABLE_USE: RuleName = RuleName("nullable-use");
/// A missing, unknown or mistyped parameter.
pub const ACTION_PARAMS: RuleName = RuleName("action-params");
/// What an expression must not do.
pub const EFFECT_IN_EXPRESSION: RuleName = RuleName("effect-in-expression");
/// One name for two things of one kind.
pub const DUPLICATE_ID: RuleName = RuleName("duplicate-id");
/// No place to begin.
pub const NO_INITIAL: RuleName = RuleName("no-initial");
/// A target that cannot be one.
pub const BAD_TARGET: RuleName = RuleName("bad-target");
/// Arms that cannot be drawn from.
pub const SPLIT_WEIGHTS: RuleName = RuleName("split-weights");
/// Not exactly one trigger.
pub const SEVERAL_TRIGGERS: RuleName = RuleName("several-triggers");
/// A test that names what its journey does not have.
pub const SCENARIO_DRIFT: RuleName = RuleName("scenario-drift");
/// A journey of which its tests reach little.
pub const COVERAGE_BELOW: RuleName = RuleName("coverage-below");
/// An allow that silences nothing.
pub const UNUSED_ALLOW: RuleName = RuleName("unused-allow");
/// An allow that does not say why.
pub const ALLOW_WITHOUT_REASON: RuleName = RuleName("allow-without-reason");
/// Computed numbers under `==` or `!=`.
pub const FLOAT_EQUALITY: RuleName = RuleName("float-equality");
/// `/` of two ints.
pub const INTEGER_DIVISION: RuleName = RuleName("integer-division");
/// A line break in a string that was not meant to have one.
pub const NEWLINE_IN_STRING: RuleName = RuleName("newline-in-string");

/// What the type checker remarks although the expression is valid.
const REMARKS: [RuleName; 3] = [FLOAT_EQUALITY, INTEGER_DIVISION, NEWLINE_IN_STRING];

impl RuleName {
    /// Whether what breaks it is no fault of the language: what it stands in compiles and runs.
    pub fn is_remark(self) -> bool {
        REMARKS.contains(&self)
    }
}
