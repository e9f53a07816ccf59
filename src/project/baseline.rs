//! The findings that are known, by file and rule, as a file beside a project that says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use smol_str::SmolStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::project::quoted::quoted;
use crate::terms::catalogue::{self, LANGUAGE};
use crate::terms::suggest;

/// The version of the format that is written, and the only one that is read.
const VERSION: &str = "1";

const HEAD: &str = "\
# Findings that are known: how many, by file and rule. `wayfare check --baseline` shows what is more than that.
# It only ever shrinks: `wayfare check --baseline … --update-baseline` takes out what is gone.
";

/// What to do about a file that is no baseline.
const ANEW: &str = "put it back as it was, or delete it and write a new one with `--update-baseline`";

/// How many findings are known, by the path of a file and the name of a rule; each is above zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(pub BTreeMap<String, BTreeMap<SmolStr, usize>>);

/// Why a text is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct BaselineError {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl Baseline {
    /// How many findings of a rule are known in a file.
    pub fn of(&self, file: &str, rule: &str) -> usize {
        self.0.get(file).and_then(|rules| rules.get(rule)).copied().unwrap_or(0)
    }

    /// Sets how many findings of a rule are known in a file.
    pub fn set(&mut self, file: &str, rule: &str, count: usize) {
        let rules = self.0.entry(file.to_owned()).or_default();
        if count > 0 {
            rules.insert(rule.into(), count);
        } else {
            rules.remove(rule);
        }
        if rules.is_empty() {
            self.0.remove(file);
        }
    }

    /// Every file, rule and count, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.0.iter().flat_map(|(file, rules)| rules.iter().map(|(rule, &count)| (file.as_str(), rule.as_str(), count)))
    }

    /// How many findings are known in all.
    pub fn total(&self) -> usize {
        self.entries().map(|(_, _, count)| count).sum()
    }

    /// The baseline that `text` says.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let error = |at: usize, message: String, help: &str| {
            let line = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
            BaselineError { line, message, help: help.to_owned() }
        };
        let root = DeTable::parse(text).map_err(|fault| {
            let at = fault.span().map_or(0, |span| span.start);
            error(at, format!("not TOML: {}", fault.message().lines().next().unwrap_or_default()), ANEW)
        })?;
        let mut baseline = Self::default();
        let mut versioned = false;
        for (key, value) in root.get_ref() {
            match (&**key.get_ref(), value.get_ref()) {
                ("version", DeValue::Integer(number)) if number.as_str() == VERSION => versioned = true,
                ("version", _) => {
                    let help = "this program reads `version = 1`; use a newer one, or delete the file and begin anew";
                    return Err(error(value.span().start, "a version that is not known".to_owned(), help));
                }
                ("known", DeValue::Table(files)) => {
                    baseline = known(files).map_err(|(at, message, help)| error(at, message, &help))?;
                }
                (other, _) => return Err(error(key.span().start, format!("it has no `{other}`"), ANEW)),
            }
        }
        if versioned { Ok(baseline) } else { Err(error(0, "`version = 1` is missing".to_owned(), ANEW)) }
    }

    /// The text that says it, one line a file and rule, sorted.
    pub fn write(&self) -> String {
        let mut text = format!("{HEAD}version = {VERSION}\n\n[known]\n");
        for (file, rule, count) in self.entries() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}.{rule} = {count}", quoted(file));
        }
        text
    }
}

/// A fault: where, what, and what to do about it.
type Fault = (usize, String, String);

fn known(files: &DeTable<'_>) -> Result<Baseline, Fault> {
    let mut baseline = Baseline::default();
    for (file, rules) in files {
        let DeValue::Table(rules) = rules.get_ref() else {
            return Err((file.span().start, format!("`{}` has no rule", file.get_ref()), ANEW.to_owned()));
        };
        for (rule, count) in rules {
            check_rule(rule)?;
            let Some(number) = whole(count) else {
                let message = format!("`{}` has no whole number from 1", rule.get_ref());
                return Err((count.span().start, message, ANEW.to_owned()));
            };
            baseline.set(file.get_ref(), rule.get_ref(), number);
        }
    }
    Ok(baseline)
}

fn check_rule(rule: &Spanned<std::borrow::Cow<'_, str>>) -> Result<(), Fault> {
    let name = rule.get_ref();
    match catalogue::group_of(name) {
        Some(LANGUAGE) => {
            let message = format!("`{name}` is an error of the language, which no baseline hides");
            Err((rule.span().start, message, "take the line out".to_owned()))
        }
        Some(_) => Ok(()),
        None => {
            let near = suggest::nearest(name, catalogue::optional()).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "take the line out".to_owned());
            Err((rule.span().start, format!("no rule is called `{name}`"), help))
        }
    }
}

fn whole(value: &Spanned<DeValue<'_>>) -> Option<usize> {
    match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok().filter(|&number| number > 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Baseline;

    #[test]
    fn what_is_written_is_read_again() {
        let mut baseline = Baseline::default();
        assert_eq!(Baseline::read(&baseline.write()).as_ref(), Ok(&baseline));
        for (file, rule, count) in [
            ("b.yaml", "any-type", 2),
            ("a/größe \"x\"\\\n.yaml", "missing-timeout", 1),
            ("version", "naming", 3),
            ("a/b.yaml", "dead-end-state", 10),
            ("a/b.yaml", "any-type", 1),
            ("../c.yaml", "any-type", 7),
            ("../c.yaml", "any-type", 0),
        ] {
            baseline.set(file, rule, count);
        }
        let text = baseline.write();
        assert_eq!(Baseline::read(&text).as_ref(), Ok(&baseline));
        assert_eq!((baseline.total(), baseline.of("a/b.yaml", "dead-end-state"), baseline.of("c", "x")), (17, 10, 0));
        let lines: Vec<&str> = text.lines().skip_while(|line| *line != "[known]").skip(1).collect();
        assert_eq!(lines.len(), 5, "one line a file and rule: {text}");
        assert_eq!(lines[0], "\"a/b.yaml\".any-type = 1");
        assert_eq!(Baseline::read(&text.replace('\n', "\r\n")).as_ref(), Ok(&baseline));
    }

    #[test]
    fn what_is_none_says_where_and_what_to_do() {
        for (text, line, message, help) in [
            ("", 1, "`version = 1` is missing", "delete it"),
            ("\nversion = 2\n", 2, "not known", "newer"),
            ("version = 1\n<<<<<<< HEAD\n", 2, "not TOML", "delete it"),
            ("version = 1\nknwon = 1\n", 2, "no `knwon`", "delete it"),
            ("version = 1\n[known]\n\"a\" = 1\n", 3, "`a` has no rule", "delete it"),
            ("version = 1\n[known]\n\"a\".any-type = 0\n", 3, "whole number from 1", "delete it"),
            ("version = 1\n[known]\n\"a\".any-type = \"1\"\n", 3, "whole number from 1", "delete it"),
            ("version = 1\n[known]\n\"a\".any-typ = 1\n", 3, "no rule is called `any-typ`", "did you mean `any-type`?"),
            ("version = 1\n[known]\n\"a\".any-type = 1\n\"a\".any-type = 1\n", 4, "not TOML", "delete it"),
            ("version = 1\n[known]\n\"a\".bad-name = 1\n", 3, "no baseline hides", "take the line out"),
        ] {
            let error = Baseline::read(text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error:?}");
            assert!(error.message.contains(message), "{error:?}");
            assert!(error.help.contains(help), "{error:?}");
        }
    }
}
