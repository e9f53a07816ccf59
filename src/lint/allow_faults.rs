//! What is wrong with comments that allow findings.

use crate::lint::levels::Judged;
use crate::lint::scope::Scope;
use crate::lint::voucher::Voucher;
use crate::syntax::allow::Allow;
use crate::syntax::source::Source;
use crate::terms::catalogue::{self, LANGUAGE};
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule::{ALLOW_WITHOUT_REASON, UNUSED_ALLOW};
use crate::terms::span::{Name, Span};
use crate::terms::suggest;

/// How such a comment is written.
const FORM: &str = "write `# wayfare: allow(rule-name) reason`";

/// What to do with one that is good for nothing.
const TAKE_OUT: &str = "take it out, or it hides what goes wrong here one day";

/// What is wrong with `vouchers`, where `shown` is what they do not allow, as far as they name rules that are `about`
/// something; what names none is about the first thing that is asked.
pub fn faults(vouchers: &[Voucher<'_>], shown: &[Judged], scope: &Scope<'_>, about: fn(&str) -> bool) -> Vec<Finding> {
    let sources = scope.circumstances.sources;
    let mut findings = Vec::new();
    for voucher in vouchers {
        let allow = voucher.allow;
        if allow.rules.is_empty() && about("") {
            findings.push(without_rules(allow));
        }
        let named = || allow.rules.iter().zip(&voucher.used).filter(|(rule, _)| about(&rule.value));
        let wrong: Vec<Finding> = named().filter_map(|(rule, _)| no_rule(rule)).collect();
        let idle = |rule: &Name| scope.judges(&rule.value, allow.span.file);
        let idle: Vec<&Name> = named().filter(|(rule, used)| !**used && idle(rule)).map(|(rule, _)| rule).collect();
        let served = named().count() - wrong.len() - idle.len();
        if served > 0 && allow.reason.is_none() {
            findings.push(without_reason(allow));
        }
        findings.extend(wrong);
        findings.extend(unused(allow, &idle, shown, sources));
    }
    findings
}

/// A comment that names no rule, or in another way than the language does.
fn without_rules(allow: &Allow) -> Finding {
    let finding = Finding::new(UNUSED_ALLOW, allow.span, "this comment allows nothing");
    let Some(meant) = &allow.meant else { return finding.help(FORM) };
    let edits = vec![Edit { span: allow.span, text: meant.clone() }];
    let fix = Fix { message: "write it as the checker reads it".to_owned(), edits, safe: false };
    finding.help(format!("did you mean `{meant}`?")).fix(fix)
}

/// Why a name is none of a rule that can be allowed.
fn no_rule(name: &Name) -> Option<Finding> {
    let finding = |message: String| Finding::new(UNUSED_ALLOW, name.span, message);
    match catalogue::group_of(&name.value) {
        Some(LANGUAGE) => {
            let message = format!("`{}` cannot be allowed: it is an error of the language", name.value);
            Some(finding(message).help("put right what it finds; a file that breaks the language cannot run"))
        }
        Some(_) => None,
        None if catalogue::is_group(&name.value) => {
            let message = format!("`{}` is a group of rules, and only a rule can be allowed", name.value);
            Some(
                finding(message).help("name the rules that are meant, or set the level of the group in `wayfare.toml`"),
            )
        }
        None => {
            let finding = finding(format!("no rule is called `{}`", name.value));
            Some(match suggest::nearest(&name.value, catalogue::optional()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(Fix {
                    message: format!("did you mean `{near}`?"),
                    edits: vec![Edit { span: name.span, text: near.to_owned() }],
                    safe: false,
                }),
                None => finding.help("`wayfare explain` lists the rules"),
            })
        }
    }
}

fn without_reason(allow: &Allow) -> Finding {
    let rules: Vec<String> = allow.rules.iter().map(|rule| format!("`{}`", rule.value)).collect();
    let are = if rules.len() == 1 { "is" } else { "are" };
    let message = format!("nobody says why {} {are} allowed here", rules.join(", "));
    Finding::new(ALLOW_WITHOUT_REASON, allow.span, message).help("write the reason behind the bracket")
}

/// The rules of `idle` that nothing breaks where `allow` is about.
fn unused(allow: &Allow, idle: &[&Name], shown: &[Judged], sources: &[Source]) -> Option<Finding> {
    let first = idle.first()?;
    let names: Vec<String> = idle.iter().map(|rule| format!("`{}`", rule.value)).collect();
    let it = if idle.len() == 1 { "it is" } else { "they are" };
    let message = format!("nothing here breaks {}, and yet {it} allowed", names.join(", "));
    let finding = Finding::new(UNUSED_ALLOW, first.span, message);
    let Some(source) = sources.get(allow.span.file.0 as usize) else { return Some(finding.help(TAKE_OUT)) };
    let finding = finding.note(extent(allow, source));
    let strayed = idle.iter().find_map(|rule| belongs(&rule.value, strayed(allow, rule, shown)?, (allow, sources)));
    Some(match strayed {
        Some(help) => finding.help(help),
        None => finding.help(TAKE_OUT).fix(removal(allow, idle, source)),
    })
}

/// Where a finding of `rule` begins that the comment may be meant for, though that is elsewhere: another part of it is where
/// the comment is about, or it is the only one of the file.
fn strayed(allow: &Allow, rule: &Name, shown: &[Judged]) -> Option<Span> {
    let covers = |span: Span| {
        let Span { file, start, end } = allow.covers;
        span.file == file && (start..end).contains(&span.start)
    };
    let findings = || shown.iter().map(|judged| &judged.finding).filter(|finding| finding.rule.0 == rule.value);
    let partly = findings().find(|finding| finding.labels.iter().any(|label| covers(label.span)));
    let mut own = findings().filter(|finding| finding.span.file == allow.span.file);
    partly.or_else(|| own.next().filter(|_| own.next().is_none())).map(|finding| finding.span)
}

/// Where a comment has to stand that allows what `rule` finds `at` a place.
fn belongs(rule: &str, at: Span, (allow, sources): (&Allow, &[Source])) -> Option<String> {
    let source = sources.get(at.file.0 as usize)?;
    let line = source.place(at.start).line;
    let file = if at.file == allow.span.file { String::new() } else { format!(" of `{}`", source.path.display()) };
    Some(format!("`{rule}` points at line {line}{file}: a comment that allows it stands above that line, or behind it"))
}

/// What a comment is about, in words.
fn extent(allow: &Allow, source: &Source) -> String {
    let Span { start, end, .. } = allow.covers;
    if start == end {
        return "the comment is about what follows it, and nothing does".to_owned();
    }
    if start == 0 && end as usize == source.text.len() {
        return "the comment is about the whole file".to_owned();
    }
    let covered = source.slice(allow.covers);
    let blank = (covered.len() - covered.trim_end().len()) as u32;
    match (source.place(start).line, source.place(end - blank.min(end - start)).line) {
        (first, last) if first == last => format!("the comment is about line {first}"),
        (first, last) => format!("the comment is about lines {first} to {last}"),
    }
}

/// Takes the names out, or the comment where no other stands in it.
fn removal(allow: &Allow, idle: &[&Name], source: &Source) -> Fix {
    let kept: Vec<&str> =
        allow.rules.iter().filter(|rule| !idle.contains(rule)).map(|rule| rule.value.as_str()).collect();
    if let (false, [first, .., last]) = (kept.is_empty(), allow.rules.as_slice()) {
        let edit = Edit { span: first.span.to(last.span), text: kept.join(", ") };
        let names: Vec<String> = idle.iter().map(|rule| format!("`{}`", rule.value)).collect();
        return Fix { message: format!("take {} out", names.join(", ")), edits: vec![edit], safe: true };
    }
    let edit = Edit { span: whole(allow.span, &source.text), text: String::new() };
    Fix { message: "take the comment out".to_owned(), edits: vec![edit], safe: true }
}

/// A comment with its line, where it stands alone on it, or with the blanks before it.
fn whole(comment: Span, text: &str) -> Span {
    let (before, behind) = text.split_at(comment.start as usize);
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let start = comment.start - blanks as u32;
    let above = before[..start as usize].trim_start_matches('\u{feff}');
    let alone = above.is_empty() || above.ends_with('\n');
    let line = behind.find('\n').map_or(text.len() as u32, |end| comment.start + end as u32 + 1);
    Span { start, end: if alone { line } else { comment.end }, ..comment }
}
