//! Findings that a comment allows are not shown; of a comment that allows nothing, or says not why, there is one.

use smol_str::SmolStr;

use crate::lint::allow_faults::faults;
use crate::lint::levels::{Judged, judge};
use crate::lint::rule::Group;
use crate::lint::scope::{Scope, is_about_allows};
use crate::lint::voucher::Voucher;
use crate::project::remarks;
use crate::syntax::allow::Allow;
use crate::terms::span::Span;

/// A finding that a comment allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silenced {
    /// The finding.
    pub judged: Judged,
    /// Why it is allowed, if somebody says it.
    pub reason: Option<SmolStr>,
    /// The comment.
    pub comment: Span,
}

/// Findings, as comments divide them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// What is shown, in source order.
    pub shown: Vec<Judged>,
    /// What is allowed, in source order.
    pub silenced: Vec<Silenced>,
}

/// Divides `judged`, all that is wrong with a project in source order, and adds what is wrong with its comments.
pub fn settle(judged: Vec<Judged>, scope: &Scope<'_>) -> Settled {
    let of_config = of_config(scope);
    let mut vouchers = vouchers(scope, &of_config);
    let mut settled = Settled { shown: judged, silenced: Vec::new() };
    if vouchers.is_empty() {
        return settled;
    }
    silence(&mut settled, &mut vouchers);
    let config = &scope.project.config;
    let found = faults(&vouchers, &settled.shown, scope, |rule| !is_about_allows(rule));
    settled.shown.extend(judge(found, config));
    // What is wrong with a comment can be allowed as well, by one about a larger part of the file.
    silence(&mut settled, &mut vouchers);
    let found = faults(&vouchers, &settled.shown, scope, is_about_allows);
    settled.shown.extend(judge(found, config));
    settled.shown.sort_by(|a, b| a.finding.cmp(&b.finding));
    settled.silenced.sort_by(|a, b| a.judged.finding.cmp(&b.judged.finding));
    settled
}

/// The comments of `wayfare.toml`, if it is looked at.
fn of_config(scope: &Scope<'_>) -> Vec<Allow> {
    let file = scope.project.config_file.filter(|file| scope.project.reported.contains(file));
    let source = file.and_then(|file| scope.circumstances.sources.get(file.0 as usize));
    source.filter(|source| source.is_text()).map(|source| remarks::allows(source.id, &source.text)).unwrap_or_default()
}

/// The comments of the files that are looked at, with those `of_config` among them, by file and place.
fn vouchers<'a>(scope: &Scope<'a>, of_config: &'a [Allow]) -> Vec<Voucher<'a>> {
    let documents = scope.project.documents.iter().filter(|document| scope.project.reported.contains(&document.file()));
    let allows = documents.flat_map(|document| document.allows()).chain(of_config);
    let mut vouchers: Vec<Voucher<'_>> =
        allows.map(|allow| Voucher { allow, used: vec![false; allow.rules.len()] }).collect();
    vouchers.sort_by_key(|voucher| voucher.allow.span);
    vouchers
}

/// Takes what is allowed out of what is shown.
fn silence(settled: &mut Settled, vouchers: &mut [Voucher<'_>]) {
    let shown = std::mem::take(&mut settled.shown);
    for judged in shown {
        match voucher(&judged, vouchers) {
            Some((voucher, name)) => {
                voucher.used[name] = true;
                let (reason, comment) = (voucher.allow.reason.clone(), voucher.allow.span);
                settled.silenced.push(Silenced { judged, reason, comment });
            }
            None => settled.shown.push(judged),
        }
    }
}

/// The comment about the smallest part of the file that allows a finding, and which of its names does.
fn voucher<'v, 'a>(judged: &Judged, vouchers: &'v mut [Voucher<'a>]) -> Option<(&'v mut Voucher<'a>, usize)> {
    if judged.group == Group::Language {
        return None;
    }
    let (file, at) = (judged.finding.span.file, judged.finding.span.start);
    let first = vouchers.partition_point(|voucher| voucher.allow.span.file < file);
    let fits = |voucher: &Voucher<'_>| {
        let Allow { covers, rules, .. } = voucher.allow;
        let name = rules.iter().position(|rule| rule.value == judged.finding.rule.0)?;
        (covers.start..covers.end).contains(&at).then_some((covers.end - covers.start, name))
    };
    let own = vouchers.iter().enumerate().skip(first).take_while(|(_, voucher)| voucher.allow.span.file == file);
    let ((_, name), index) =
        own.filter_map(|(index, voucher)| Some((fits(voucher)?, index))).min_by_key(|(fit, _)| fit.0)?;
    Some((&mut vouchers[index], name))
}
