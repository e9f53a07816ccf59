//! What a file may say, as data: each element with its keys, read by decoders and told by editors in the same words.

/// A mapping with keys of its own.
#[derive(Debug)]
pub struct Element {
    /// Its name among all elements, one word: `state`.
    pub id: &'static str,
    /// What messages call it, with its article: `a state`.
    pub what: &'static str,
    /// What it is for; whole sentences, code in backticks.
    pub about: &'static str,
    /// Its keys, in the order in which people are told of them.
    pub keys: &'static [Key],
    /// The names of `keys`, apart from them: every key of every file is looked for here.
    pub names: &'static [&'static str],
    /// What holds between its keys.
    pub rules: &'static [Rule],
    /// What any other key is.
    pub others: Others,
    /// Whether nothing at all stands for one without keys.
    pub may_be_empty: bool,
}

/// A key of an element.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Other spellings that mean the same.
    pub aliases: &'static [&'static str],
    /// What belongs there.
    pub form: &'static Form,
    /// What it is for; whole sentences, code in backticks.
    pub about: &'static str,
    /// Where the element must have it: what to do if it is missing.
    pub required: Option<&'static str>,
    /// What holds where it is left out, as JSON.
    pub default: Option<&'static str>,
    /// Values, as JSON.
    pub examples: &'static [&'static str],
}

/// What any key is that an element does not name.
#[derive(Clone, Copy, Debug)]
pub enum Others {
    /// A fault.
    Refused,
    /// Passed over.
    Ignored,
    /// A name with this behind it.
    Named(&'static Naming, &'static Form),
    /// The name of a rule or of a group of rules with this behind it.
    Rules(&'static Form),
}

/// What may stand somewhere.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// The language version, `1`.
    Language,
    /// Any text; a number or bool is taken as it is written.
    Text,
    /// Any text that is not empty.
    Filled,
    /// A text that is a string in the file and matches a pattern.
    Match(&'static Pattern),
    /// A name.
    Name(&'static Naming),
    /// `true` or `false`.
    Flag,
    /// `true`.
    Yes,
    /// A whole number from this on.
    Count(u32),
    /// A number above zero.
    AboveZero,
    /// A literal duration; whether it must be above zero.
    Duration {
        /// Whether zero is refused.
        positive: bool,
    },
    /// A literal instant: RFC 3339 or epoch milliseconds.
    Instant,
    /// A literal duration from now, or a literal instant.
    Due,
    /// A duration, or `=expr`.
    DurationValue,
    /// An instant, or `=expr`.
    InstantValue,
    /// A literal, `=expr`, or text with `${expr}`, lists and maps of these included.
    Value,
    /// Such a value, but not null.
    SomeValue,
    /// `=expr`, text with `${expr}`, or one of these words.
    Computed(&'static [Word]),
    /// A literal of any kind.
    Literal,
    /// A bool, a number, a string or a list, but no table.
    Plain,
    /// An expression.
    Expression,
    /// A member of a closed list.
    Choice(&'static [Word]),
    /// A string.
    String,
    /// What must not be written in the file, but named there.
    Secret,
    /// One or a list of different strings, at least one.
    Members,
    /// A number, or a string that is an instant or a duration.
    Limit,
    /// A string that is not empty, or null for none.
    MaybeString,
    /// A string that is not empty.
    NonEmpty,
    /// `true` or `false`, or null for no answer.
    MaybeFlag,
    /// An object, or null for none.
    MaybeObject,
    /// Null.
    Nothing,
    /// Anything at all.
    Anything,
    /// The short spelling of a type, `string?`.
    TypeWord(&'static [Word]),
    /// Such a spelling that ends with `?`.
    OptionalTypeWord(&'static [Word]),
    /// A list of exactly one.
    ListOfOne(&'static Form),
    /// A list, at least so long, in which one item cannot stand alone.
    List(&'static Form, usize),
    /// One or a list of them, at least so many; nothing is none.
    Many(&'static Form, usize),
    /// A mapping of names, at least so many; nothing is none.
    Map(&'static Naming, &'static Form, usize),
    /// An element.
    Element(&'static Element),
    /// The other form, or nothing.
    Maybe(&'static Form),
    /// One of several forms, of which the last takes whatever no other can be.
    Either(&'static [Form]),
    /// A form with a name of its own, which may stand in itself.
    Defined(&'static str, &'static Form),
    /// One key of the first element, or keys of the second.
    OneKeyOr(&'static Element, &'static Element),
}

/// A member of a closed list, for people and programs.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// As it is written.
    pub word: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// A member of a closed list with what it stands for.
#[derive(Clone, Copy, Debug)]
pub struct Choice<T> {
    /// As it is written.
    pub word: &'static str,
    /// What it stands for.
    pub value: T,
    /// What it means.
    pub about: &'static str,
}

/// A regular expression that every dialect of JSON Schema's validators reads alike.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// The expression.
    pub is: &'static str,
    /// What text matches it, as in `… was expected`.
    pub what: &'static str,
    /// Whether a number in the file may match it too, as it is written.
    pub digits: bool,
}

/// What names of one kind look like.
#[derive(Clone, Copy, Debug)]
pub struct Naming {
    /// One word for it, to stand in for a name: `STATE`.
    pub id: &'static str,
    /// What it is, with its article.
    pub what: &'static str,
    /// Which texts may be one; absent for any that is not empty.
    pub pattern: Option<&'static str>,
    /// Which of those may not.
    pub except: &'static [&'static [&'static str]],
    /// Whether a number in the file is one too, as it is written.
    pub digits: bool,
}

/// What holds between the keys of an element.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// One of the keys and no other.
    One(&'static [&'static str]),
    /// None of the keys or one.
    AtMostOne(&'static [&'static str]),
    /// At least one of the keys.
    Any(&'static [&'static str]),
    /// At least one key that is none of these.
    AnyBut(&'static [&'static str]),
    /// The key stands only beside one of the others.
    Beside(&'static str, &'static [&'static str]),
    /// Where this is so, some keys must not be there, flags that are true among them, and some must.
    When {
        /// What is asked.
        test: Test,
        /// The keys that are refused.
        refuses: &'static [&'static str],
        /// The keys that are required.
        needs: &'static [&'static str],
    },
    /// At least one of the keys, and not null.
    Given(&'static [&'static str]),
    /// Where this is so, it is this element as well.
    Also(Test, &'static Element),
    /// The key names a sort of element: the keys of each sort are refused in the others.
    Sorts {
        /// The key.
        by: &'static str,
        /// The sort where the key is missing.
        default: &'static str,
        /// The sorts and their keys.
        sorts: &'static [(&'static str, &'static [&'static str])],
    },
}

/// What is asked of an element.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// The key is there.
    Has(&'static str),
    /// The key is there, and is not null.
    Given(&'static str),
    /// The key is `true`.
    Is(&'static str),
    /// The key is `false`.
    Denies(&'static str),
    /// The key is one of these words.
    Says(&'static str, &'static [&'static str]),
    /// The key is a type that ends with `?`, or one in its long form.
    MayBeMissing(&'static str),
    /// The key is a list.
    IsList(&'static str),
    /// The key is a mapping with something in it.
    Holds(&'static str),
    /// All of these.
    All(&'static [Test]),
    /// Not this.
    Not(&'static Test),
}

impl Element {
    /// An element without rules that refuses other keys.
    pub const fn new<const N: usize>(
        (id, what): (&'static str, &'static str),
        about: &'static str,
        keys: &'static [Key; N],
        names: &'static [&'static str; N],
    ) -> Self {
        Self { id, what, about, keys, names, rules: &[], others: Others::Refused, may_be_empty: false }
    }

    /// With what holds between its keys.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// With what other keys are.
    #[must_use]
    pub const fn others(mut self, others: Others) -> Self {
        self.others = others;
        self
    }

    /// One for which nothing at all stands where it has no keys.
    #[must_use]
    pub const fn or_nothing(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// The key `name`, in this spelling.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// What to do where the key `name` is missing, which must be there.
    pub fn help(&self, name: &str) -> &'static str {
        self.key(name).and_then(|key| key.required).unwrap_or_default()
    }
}

impl Key {
    /// A key that may be left out.
    pub const fn new(name: &'static str, form: &'static Form, about: &'static str) -> Self {
        Self { name, aliases: &[], form, about, required: None, default: None, examples: &[] }
    }

    /// One that the element must have; `help` says what to do if it is missing.
    #[must_use]
    pub const fn required(mut self, help: &'static str) -> Self {
        self.required = Some(help);
        self
    }

    /// With what holds where it is left out, as JSON.
    #[must_use]
    pub const fn default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    /// With values, as JSON.
    #[must_use]
    pub const fn examples(mut self, json: &'static [&'static str]) -> Self {
        self.examples = json;
        self
    }

    /// With other spellings.
    #[must_use]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// With other words about it.
    #[must_use]
    pub const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }
}

impl<T> Choice<T> {
    /// A member.
    pub const fn new(word: &'static str, value: T, about: &'static str) -> Self {
        Self { word, value, about }
    }
}

/// The names of `keys`.
pub const fn names<const N: usize>(keys: &[Key; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = keys[at].name;
        at += 1;
    }
    names
}

/// The words of `members`.
pub const fn words<T, const N: usize>(members: &[Choice<T>; N]) -> [Word; N] {
    let mut words = [Word { word: "", about: "" }; N];
    let mut at = 0;
    while at < N {
        words[at] = Word { word: members[at].word, about: members[at].about };
        at += 1;
    }
    words
}

/// A form in place, as a reference that holds for ever: forms refer to elements, which are statics, and in circles.
macro_rules! form {
    ($form:expr) => {{
        static FORM: crate::terms::element::Form = $form;
        &FORM
    }};
}
pub(crate) use form;
