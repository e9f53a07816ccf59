//! What is wrong with comments that allow findings.

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

/// What is wrong with `vouchers` as far as they name rules that are `about` something; what names none is about the first
/// thing that is asked.
pub fn faults(vouchers: &[Voucher<'_>], scope: &Scope<'_>, about: fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for voucher in vouchers {
        let allow = voucher.allow;
        if allow.rules.is_empty() && about("") {
            findings.push(Finding::new(UNUSED_ALLOW, allow.span, "this comment allows nothing").help(FORM));
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
        findings.extend(unused(allow, &idle, scope.circumstances.sources));
    }
    findings
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
fn unused(allow: &Allow, idle: &[&Name], sources: &[Source]) -> Option<Finding> {
    let first = idle.first()?;
    let names: Vec<String> = idle.iter().map(|rule| format!("`{}`", rule.value)).collect();
    let it = if idle.len() == 1 { "it is" } else { "they are" };
    let message = format!("nothing here breaks {}, and yet {it} allowed", names.join(", "));
    let finding = Finding::new(UNUSED_ALLOW, first.span, message);
    let source = sources.get(allow.span.file.0 as usize);
    let finding = match source {
        Some(source) => finding.note(extent(allow, source)).fix(removal(allow, idle, source)),
        None => finding,
    };
    Some(finding.help("take it out, or it hides what goes wrong here one day"))
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
