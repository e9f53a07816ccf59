//! Findings held against a baseline: of a file and rule that has no more than are known, none is shown.

use std::collections::BTreeMap;

use crate::lint::levels::Judged;
use crate::lint::rule::Group;
use crate::project::baseline::Baseline;
use crate::terms::rule::RuleName;
use crate::terms::span::FileId;

/// Findings, as a baseline divides them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// What is shown, in the order in which it came.
    pub shown: Vec<Judged>,
    /// What is known and not shown, likewise.
    pub hidden: Vec<Judged>,
    /// What the baseline may be from now on: as it was, without what is gone.
    pub left: Baseline,
}

/// How many findings there are by file and rule, but for errors of the language; files without a path in `paths` have no
/// part in it.
pub fn counted(judged: &[Judged], paths: &BTreeMap<FileId, String>) -> Baseline {
    let mut found = Baseline::default();
    for (path, rule) in judged.iter().filter_map(|judged| pair(judged, paths)) {
        found.set(path, rule.0, found.of(path, rule.0) + 1);
    }
    found
}

/// Divides `judged`. `gone` says whether what is known of a file and rule and was not found again is gone; where it does
/// not, nobody looked.
pub fn sift(
    judged: Vec<Judged>,
    paths: &BTreeMap<FileId, String>,
    baseline: &Baseline,
    gone: impl Fn(&str, &str) -> bool,
) -> Sifted {
    let found = counted(&judged, paths);
    let mut sifted = Sifted { left: baseline.clone(), ..Sifted::default() };
    for (path, rule, known) in baseline.entries() {
        let now = found.of(path, rule);
        if now < known && gone(path, rule) {
            sifted.left.set(path, rule, now);
        }
    }
    for mut each in judged {
        let counts = pair(&each, paths).map(|(path, rule)| (found.of(path, rule.0), baseline.of(path, rule.0)));
        match counts {
            Some((now, known)) if now <= known => sifted.hidden.push(each),
            Some((now, known @ 1..)) => {
                each.finding.notes.push(among(now, known));
                sifted.shown.push(each);
            }
            _ => sifted.shown.push(each),
        }
    }
    sifted
}

/// Which one is new, nobody can tell.
fn among(now: usize, known: usize) -> String {
    let were = if known == 1 { "1 was" } else { &format!("{known} were") };
    format!("it is one of {now} of this rule in this file, of which {were} known")
}

/// What a finding counts for.
fn pair<'a>(judged: &Judged, paths: &'a BTreeMap<FileId, String>) -> Option<(&'a str, RuleName)> {
    let path = paths.get(&judged.finding.span.file).filter(|_| judged.group != Group::Language)?;
    Some((path, judged.finding.rule))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{counted, sift};
    use crate::lint::levels::{Judged, judge};
    use crate::project::baseline::Baseline;
    use crate::project::config::Config;
    use crate::terms::finding::Finding;
    use crate::terms::rule::RuleName;
    use crate::terms::span::{FileId, Span};

    /// Findings of three files, the last of which has no path; the one of the language is never known.
    fn judged() -> Vec<Judged> {
        let all = [(0, "any-type"), (0, "any-type"), (0, "naming"), (0, "bad-name"), (1, "any-type"), (2, "any-type")];
        let findings = all.map(|(file, rule)| Finding::new(RuleName(rule), Span::new(FileId(file), 0, 1), "it is so"));
        let mut judged = judge(findings.to_vec(), &Config::default());
        // Rules that are not built yet are taken for errors of the language.
        for each in judged.iter_mut().filter(|each| each.finding.rule.0 != "bad-name") {
            each.group = crate::lint::rule::Group::Style;
        }
        judged
    }

    fn paths() -> BTreeMap<FileId, String> {
        BTreeMap::from([(FileId(0), "a.yaml".to_owned()), (FileId(1), "b.yaml".to_owned())])
    }

    fn baseline(pairs: &[(&str, &str, usize)]) -> Baseline {
        let mut baseline = Baseline::default();
        for &(file, rule, count) in pairs {
            baseline.set(file, rule, count);
        }
        baseline
    }

    #[test]
    fn what_is_known_is_not_shown() {
        let all = counted(&judged(), &paths());
        assert_eq!(all, baseline(&[("a.yaml", "any-type", 2), ("a.yaml", "naming", 1), ("b.yaml", "any-type", 1)]));
        let sifted = sift(judged(), &paths(), &all, |_, _| true);
        assert_eq!((sifted.hidden.len(), &sifted.left), (4, &all));
        let shown: Vec<_> = sifted.shown.iter().map(|it| (it.finding.span.file.0, it.finding.rule.0)).collect();
        assert_eq!(shown, [(0, "bad-name"), (2, "any-type")]);
    }

    #[test]
    fn one_more_than_known_shows_all_of_them() {
        let sifted = sift(judged(), &paths(), &baseline(&[("a.yaml", "any-type", 1)]), |_, _| true);
        assert_eq!((sifted.hidden.len(), sifted.shown.len()), (0, 6));
        assert_eq!(sifted.shown[0].finding.notes, ["it is one of 2 of this rule in this file, of which 1 was known"]);
        assert!(sifted.shown[2].finding.notes.is_empty());
        assert_eq!(sifted.left.of("a.yaml", "any-type"), 1, "it does not grow");
    }

    #[test]
    fn it_shrinks_where_somebody_looked() {
        let old = baseline(&[("a.yaml", "any-type", 5), ("a.yaml", "cap-unused", 1), ("c.yaml", "naming", 1)]);
        let sifted = sift(judged(), &paths(), &old, |file, _| file == "a.yaml");
        assert_eq!(sifted.left, baseline(&[("a.yaml", "any-type", 2), ("c.yaml", "naming", 1)]));
    }
}
