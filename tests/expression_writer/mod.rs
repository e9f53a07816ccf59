//! Random expressions that are well typed in the world of the property test.

/// The types that expressions are drawn of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sort {
    Bool,
    Int,
    Number,
    Text,
    Time,
    Span,
    Texts,
}

use Sort::{Bool, Int, Number, Span as Length, Text as Words, Texts, Time};

/// Draws expressions of a wanted type from a row of random numbers; at its end, always the simplest.
pub struct Writer {
    /// The numbers.
    pub choices: Vec<u32>,
    /// How many were used.
    pub next: usize,
}

impl Writer {
    fn pick(&mut self, below: usize) -> usize {
        let choice = self.choices.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        choice as usize % below
    }

    fn one_of(&mut self, all: &[&str]) -> String {
        let index = self.pick(all.len());
        all[index].to_owned()
    }

    /// An expression of type `sort`.
    pub fn write(&mut self, sort: Sort, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(sort);
        }
        match self.pick(8) {
            0 => self.leaf(sort),
            1 => {
                let condition = self.write(Bool, depth - 1);
                let (then, other) = (self.write(sort, depth - 1), self.write(sort, depth - 1));
                format!("(if {condition} {{ {then} }} else {{ {other} }})")
            }
            2 => {
                let optional = maybe(sort);
                if optional.is_empty() {
                    return self.leaf(sort);
                }
                let default = self.write(sort, depth - 1);
                format!("({optional} ?? {default})")
            }
            3 => {
                let optional = maybe(sort);
                if optional.is_empty() {
                    return self.leaf(sort);
                }
                let default = self.write(sort, depth - 1);
                let test = self.one_of(&["has({})", "{} != ()", "!({} == ())"]).replace("{}", optional);
                format!("(if {test} {{ {optional} }} else {{ {default} }})")
            }
            _ => self.operation(sort, depth - 1),
        }
    }

    fn leaf(&mut self, sort: Sort) -> String {
        match sort {
            Bool => self.one_of(&[
                "true",
                "false",
                "ctx.flag",
                "user.anonymous",
                "user.consent.marketing",
                "in_state(\"A\")",
                "in_state(\"B\")",
                "has(ctx.maybe_int)",
                "(event.payload.text == \"b\")",
            ]),
            Int => self.one_of(&[
                "1",
                "0",
                "7",
                "-3",
                "1000",
                "9223372036854775807",
                "ctx.int",
                "event.payload.int",
                "ctx.box.n",
                "event.payload.box.n",
            ]),
            Number => self.one_of(&["1.5", "0.0", "-2.25", "1e300", "3.0", "ctx.number", "event.payload.number"]),
            Words => {
                self.one_of(&["\"\"", "\"b\"", "\"Ab é\"", "ctx.text", "event.payload.text", "event.type", "user.id"])
            }
            Time => self.one_of(&[
                "now",
                "ctx.time",
                "state.entered_at",
                "event.timestamp",
                "timestamp(\"2026-03-29T00:30:00Z\")",
            ]),
            Length => self.one_of(&["days(1)", "duration(\"1h30m\")", "ctx.span", "seconds(90)", "minutes(5)"]),
            Texts => self.one_of(&["[]", "[\"a\", \"b\"]", "ctx.texts", "event.payload.texts"]),
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table of forms")]
    fn operation(&mut self, sort: Sort, depth: usize) -> String {
        let form = match sort {
            Bool => self.one_of(&[
                "(B && B)",
                "(B || B)",
                "!(B)",
                "(I < I)",
                "(I >= I)",
                "(N > N)",
                "(N <= I)",
                "(I == I)",
                "(N != N)",
                "(W == W)",
                "(W < W)",
                "(T < T)",
                "(D >= D)",
                "(T == T)",
                "(L == L)",
                "(W in L)",
                "(W !in L)",
                "(W in W)",
                "(I in I..I)",
                "(I !in I..=I)",
                "L.contains(W)",
                "contains(W, W)",
                "starts_with(W, W)",
                "W.ends_with(W)",
                "(B == B)",
                "(B ^ B)",
                "(B | B)",
                "(ctx.maybe_int == I)",
                "(ctx.maybe_text != W)",
                "(has(ctx.maybe_int) && ctx.maybe_int > I)",
                "(ctx.maybe_int == () || ctx.maybe_int < I)",
                "(W in #{ b: I, c: W })",
                "old_enough(I, B)",
            ]),
            Int => self.one_of(&[
                "(I + I)",
                "(I - I)",
                "(I * I)",
                "(I / I)",
                "(I % I)",
                "(-(I))",
                "(I ** 3)",
                "(I & I)",
                "(I | I)",
                "(I ^ I)",
                "(I << 2)",
                "(I >> 1)",
                "len(W)",
                "L.len()",
                "round(N)",
                "floor(N)",
                "ceil(N)",
                "abs(I)",
                "min(I, I)",
                "max(I, I)",
                "bucket(W, 10)",
                "hour(T, \"Europe/Berlin\")",
                "(D / D)",
                "#{ a: I, b: W }.a",
                "[I, I][I]",
                "twice(I)",
                "(event.payload.box?.maybe ?? I)",
                "abs(I)",
                "[I, I, I][1]",
            ]),
            Number => self.one_of(&[
                "(N + N)",
                "(N - I)",
                "(N * N)",
                "(N / N)",
                "(I / N)",
                "(N % N)",
                "(-(N))",
                "abs(N)",
                "min(N, N)",
                "max(N, I)",
                "(ctx.maybe_number ?? N)",
            ]),
            Words => self.one_of(&[
                "(W + W)",
                "lower(W)",
                "W.upper()",
                "trim(W)",
                "hash(W)",
                "`i ${I} n ${N} b ${B} t ${T} d ${D} w ${W}`",
                "(weekday(T, \"Asia/Tokyo\") + W)",
                "date(T, \"America/New_York\")",
                "date(T, ctx.text)",
                "(L + [W])[0]",
                "L[I]",
                "#{ x: W }[\"x\"]",
                "(ctx.maybe_text?.lower() ?? W)",
            ]),
            Time => self.one_of(&[
                "(T + D)",
                "(T - D)",
                "(D + T)",
                "start_of_day(T, \"America/Santiago\")",
                "next_time(T, \"02:30\", \"Europe/Berlin\")",
                "add_workdays(T, I, \"UTC\")",
                "min(T, T)",
                "max(T, T)",
                "timestamp(I)",
            ]),
            Length => self.one_of(&[
                "(D + D)",
                "(D - D)",
                "(T - T)",
                "(D * I)",
                "(I * D)",
                "(D / I)",
                "hours(I)",
                "(-(D))",
                "abs(D)",
                "max(D, D)",
                "(D % D)",
            ]),
            Texts => self.one_of(&["(L + [W])", "[W, W]", "without(L, W)", "(L + L)", "[W]"]),
        };
        self.fill(&form, depth)
    }

    /// `form` with an expression for each capital letter that stands alone.
    fn fill(&mut self, form: &str, depth: usize) -> String {
        let mut text = String::new();
        let mut quoted = false;
        let mut word = false;
        let chars: Vec<char> = form.chars().collect();
        for (index, &c) in chars.iter().enumerate() {
            quoted ^= c == '"';
            let alone = !word && chars.get(index + 1).is_none_or(|next| !next.is_alphanumeric() && *next != '_');
            let hole = match c {
                'B' => Some(Bool),
                'I' => Some(Int),
                'N' => Some(Number),
                'W' => Some(Words),
                'T' => Some(Time),
                'D' => Some(Length),
                'L' => Some(Texts),
                _ => None,
            };
            match hole.filter(|_| alone && !quoted) {
                Some(hole) => text.push_str(&self.write(hole, depth)),
                None => text.push(c),
            }
            word = c.is_alphanumeric() || c == '_';
        }
        text
    }
}

/// A place of that sort that may be missing.
fn maybe(sort: Sort) -> &'static str {
    match sort {
        Int => "ctx.maybe_int",
        Number => "ctx.maybe_number",
        Words => "ctx.maybe_text",
        Texts => "event.payload.maybe_texts",
        Time => "profile.seen",
        Bool | Length => "",
    }
}
