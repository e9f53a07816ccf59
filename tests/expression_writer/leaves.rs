//! The smallest expressions: literals, what the world holds, and what may be missing in it.

use super::{Sort, Writer};

/// Instants at which some zone changes its clocks: a gap, a fold, half an hour, a day that was left out.
const CHANGES: [i64; 8] = [
    1_774_746_000_000,
    1_792_890_000_000,
    1_775_358_000_000,
    1_788_667_200_000,
    1_775_314_800_000,
    1_325_239_200_000,
    1_793_512_800_000,
    1_771_120_800_000,
];

impl Writer {
    pub fn leaf(&mut self, sort: Sort) -> String {
        let locals = self.named(sort, false);
        if !locals.is_empty() && self.pick(3) != 0 || sort == Sort::Loose && self.locals.is_some() {
            let index = self.pick(locals.len());
            return locals[index].clone();
        }
        if sort == Sort::Time && self.pick(3) == 0 {
            let change = self.pick(CHANGES.len());
            let away = self.pick(200) as i64 - 100;
            return format!("timestamp({})", CHANGES[change] + away * 300_000);
        }
        self.one_usable(leaves(sort))
    }

    /// The names of what may stand for `sort` inside a function.
    pub fn named(&self, sort: Sort, optional: bool) -> Vec<String> {
        let locals = self.locals.iter().flatten();
        locals.filter(|one| one.sort == sort && one.optional == optional).map(|one| one.name.clone()).collect()
    }

    /// A place of that sort that may be missing.
    pub fn maybe(&mut self, sort: Sort) -> Option<String> {
        if self.locals.is_some() {
            let all = if sort == Sort::Loose { self.named(sort, false) } else { self.named(sort, true) };
            let index = self.pick(all.len().max(1));
            return all.get(index).cloned();
        }
        let all: &[&str] = match sort {
            Sort::Int => &["ctx.maybe_int", "ctx.maybe_box?.n", "event.payload.maybe_box?[\"maybe\"]", "old.maybe_int"],
            Sort::Number => &["ctx.maybe_number"],
            Sort::Text => &["ctx.maybe_text", "event.session_id"],
            Sort::Texts => &["event.payload.maybe_texts"],
            Sort::Time => &["profile.seen"],
            Sort::Bool => &["profile.vip"],
            Sort::Loose => &["ctx.loose", "event.payload.loose", "ctx.bag?.a"],
            Sort::Span | Sort::Ints => return None,
        };
        Some(self.one_of(all))
    }
}

fn leaves(sort: Sort) -> &'static [&'static str] {
    match sort {
        Sort::Bool => &[
            "true",
            "false",
            "ctx.flag",
            "user.anonymous",
            "user.consent.marketing",
            "user.consent[\"marketing\"]",
            "in_state(\"A\")",
            "in_state(\"B\")",
            "settled",
            "has(ctx.maybe_int)",
            "(event.payload.text == \"b\")",
        ],
        Sort::Int => &[
            "1",
            "0",
            "7",
            "-3",
            "1000",
            "9223372036854775807",
            "ctx.int",
            "ctx[\"int\"]",
            "old.int",
            "old.box.n",
            "event.payload.int",
            "ctx.box.n",
            "ctx.box[\"n\"]",
            "event.payload.box.n",
            "event.payload[\"box\"][\"n\"]",
        ],
        Sort::Number => &["1.5", "0.0", "-2.25", "1e300", "3.0", "ctx.number", "event.payload.number"],
        Sort::Text => {
            &["\"\"", "\"b\"", "\"Ab é\"", "ctx.text", "event.payload.text", "event.type", "event.id", "user.id"]
        }
        Sort::Time => &[
            "now",
            "ctx.time",
            "state.entered_at",
            "event.timestamp",
            "timestamp(\"2026-03-29T00:30:00Z\")",
            "timestamp(\"2026-10-25T02:30:00+02:00\")",
        ],
        Sort::Span => {
            &["days(1)", "duration(\"1h30m\")", "ctx.span", "seconds(90)", "minutes(5)", "duration(\"PT0.5S\")"]
        }
        Sort::Texts => &["without([lower(\"B\")], \"b\")", "[\"a\", \"b\"]", "ctx.texts", "event.payload.texts"],
        Sort::Ints => &["without([7], 7)", "[1, 2, 3]", "ctx.ints"],
        Sort::Loose => &["ctx.loose", "ctx.other", "event.payload.loose", "ctx.bag.a", "ctx.bag"],
    }
}
