//! The checker and the program together, from text to value or findings.

use crate::expr::facts::Facts;
use crate::expr::wording::Names;
use crate::expr::world::World;
use crate::terms::shape::{Of, Shape};
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

#[test]
fn expressions_have_their_values() {
    let world = World::new().define("rich", "event.payload.total > 100").define("both", "rich && ctx.n > 1");
    for (source, value) in [
        ("1 + 2 * 3", Value::Int(7)),
        ("5 / 2", Value::Int(2)),
        ("5 / 2.0", Value::Number(2.5)),
        ("-2 ** 2", Value::Int(4)),
        ("ctx.n >= 3 && event.payload.total > 100.0", Value::Bool(true)),
        ("ctx.n >= 3 && event.payload.total > 100", Value::Bool(true)),
        ("ctx.name ?? \"unknown\"", Value::str("unknown")),
        ("ctx.name == ()", Value::Bool(true)),
        ("ctx.name == \"x\" || !has(ctx.name)", Value::Bool(true)),
        ("has(ctx.name) && ctx.name.len() > 2", Value::Bool(false)),
        ("ctx.tier == \"gold\"", Value::Bool(true)),
        ("ctx.tier in [\"basic\", \"gold\"]", Value::Bool(true)),
        ("ctx.tier !in [\"basic\", \"gold\"]", Value::Bool(false)),
        ("3 in 1..3", Value::Bool(false)),
        ("3 in 1..=3", Value::Bool(true)),
        ("ctx.seen + [\"c\"]", Value::list(["a", "b", "c"].map(Value::str))),
        ("ctx.seen[-1]", Value::str("b")),
        ("ctx.seen.contains(\"a\")", Value::Bool(true)),
        ("without(ctx.seen, \"a\").len()", Value::Int(1)),
        ("event.payload.cart?.id", Value::str("c-1")),
        ("event.payload.cart?.n ?? 4", Value::Int(4)),
        ("event.payload[\"default\"] + 1", Value::Int(2)),
        ("`n is ${ctx.n}, ${ctx.ratio} ${days(1)} ${now}`", Value::str("n is 7, 2.5 1d 2023-11-14T22:13:20Z")),
        ("if ctx.n > 3 { \"many\" } else { \"few\" }", Value::str("many")),
        ("now - state.entered_at", Value::Duration(100_000_000_000)),
        ("ctx.starts - days(1) < now", Value::Bool(true)),
        ("(now - state.entered_at) / days(1)", Value::Int(1157)),
        ("timestamp(\"2023-11-14T22:13:20Z\") == now", Value::Bool(true)),
        ("duration(\"1h30m\") + minutes(30)", Value::Duration(7_200_000)),
        ("weekday(now, \"UTC\")", Value::str("tue")),
        ("date(now, profile.tz ?? \"Asia/Tokyo\")", Value::str("2023-11-15")),
        ("hash(\"abc\")", Value::str("ba7816bf8f01cfea414140de5dae2223")),
        ("round(2.5)", Value::Int(3)),
        ("max(ctx.n, 9.5)", Value::Number(9.5)),
        ("min(days(1), hours(3))", Value::Duration(10_800_000)),
        ("\" A \".trim().lower() + upper(\"b\")", Value::str("aB")),
        ("rich && both", Value::Bool(true)),
        ("in_state(\"HOME\") && !in_state(\"AWAY\")", Value::Bool(true)),
        ("user.consent.marketing && !user.anonymous && user.id == \"u-1\"", Value::Bool(true)),
        ("event.type == \"CHECKOUT\"", Value::Bool(true)),
        (
            "#{ a: ctx.n, b: [1, 2.5] }",
            Value::object([
                ("a".into(), Value::Int(7)),
                ("b".into(), Value::list([Value::Number(1.0), Value::Number(2.5)])),
            ]),
        ),
        ("#{ a: 1 }.a", Value::Int(1)),
        ("\"a\" in #{ a: 1 }", Value::Bool(true)),
        ("ctx.thing.deep + 1", Value::Int(4)),
        ("ctx.thing?.nothing ?? 2", Value::Int(2)),
        ("ctx.maybe ?? 5", Value::Int(5)),
        ("ctx.maybe != () && ctx.maybe > 3", Value::Bool(false)),
        ("if ctx.maybe == () { 0 } else { ctx.maybe + 1 }", Value::Int(0)),
        ("6 & 3 | 8", Value::Int(10)),
        ("true ^ false", Value::Bool(true)),
        ("abs(-3) + abs(ctx.n)", Value::Int(10)),
    ] {
        assert_eq!(world.eval(source), Ok(value), "{source}");
    }
}

#[test]
fn a_chain_is_left_out_no_further_than_it_was() {
    let world = World::new().define("nothing", "ctx.thing?.nothing").define("some", "ctx.maybe");
    let some: [&str; 0] = [];
    for (source, words) in [
        ("nothing.more", "(ctx.thing?.nothing ?? ()).more"),
        ("nothing[\"more\"]", "(ctx.thing?.nothing ?? ()).more"),
        ("nothing?.more", "(ctx.thing?.nothing ?? ())?.more"),
        ("nothing?.lower()", "(ctx.thing?.nothing ?? ())?.lower()"),
        ("ctx.thing?.nothing.more", "ctx.thing?.nothing.more"),
        ("event.payload.cart?.id", "event.payload.cart?.id"),
        (
            "has(event.payload.cart) && event.payload.cart.id == \"a\"",
            "has(event.payload.cart) && event.payload.cart.id == \"a\"",
        ),
        ("some ?? 3", "ctx.maybe ?? 3"),
    ] {
        let (compiled, paths) = world.compile(source, None).unwrap();
        let scope = world.scope();
        let context = scope.context.iter().map(|variable| variable.name.as_str()).collect();
        let (old, profile, states) = (some.to_vec(), some.to_vec(), some.to_vec());
        let names = Names { context, old, profile, purposes: scope.purposes, states: states.into(), paths: &paths };
        assert_eq!(compiled.program.wording(&names), words, "{source}");
        assert_eq!(world.eval(source), world.eval(words), "{source}");
    }
}

#[test]
fn errors_say_what_went_wrong() {
    let world = World::new();
    for (source, words) in [
        ("ctx.n / (ctx.n - 7)", "division by zero"),
        ("9223372036854775807 + ctx.n", "integer overflow"),
        ("ctx.ratio / 0.0", "division by zero"),
        ("ctx.ratio * 1e308", "the number is not finite"),
        ("ctx.seen[5]", "the list has no item 5"),
        ("round(ctx.ratio * 1e30)", "the number fits no int"),
        ("ctx.thing + 1", "`+` is not defined for an object and an int"),
        ("bucket(user.id, ctx.n - 7)", "the number of buckets must be at least 1"),
    ] {
        assert_eq!(world.eval(source), Err(words.to_owned()), "{source}");
    }
}

#[test]
fn faults_stand_at_the_smallest_part() {
    let world = World::new().define("bad", "ctx.nme == \"x\"").define("late", "event.payload.coupon.len() > 2");
    for (source, rule, at) in [
        ("ctx.nam == \"x\"", "unknown-name", "nam"),
        ("ctx.n == \"x\"", "type-mismatch", "ctx.n == \"x\""),
        ("\"a\" > 1", "type-mismatch", "\"a\" > 1"),
        ("ctx.tier == \"golden\"", "type-mismatch", "\"golden\""),
        ("ctx.tier in [\"gold\", \"silvr\"]", "type-mismatch", "\"silvr\""),
        ("ctx.name.len() > 2", "nullable-use", "ctx.name"),
        ("ctx.maybe + 1", "nullable-use", "ctx.maybe"),
        ("ctx.maybe > 1 && has(ctx.maybe)", "nullable-use", "ctx.maybe"),
        ("has(ctx.maybe) || ctx.maybe > 1", "nullable-use", "ctx.maybe"),
        ("`hi ${ctx.name}`", "nullable-use", "ctx.name"),
        ("ctx.maybe in [1]", "nullable-use", "ctx.maybe"),
        ("event.payload.cart.id", "nullable-use", "event.payload.cart"),
        ("event.payload.source", "unknown-name", "source"),
        ("event.payload.cart?.nope", "unknown-name", "nope"),
        ("event.total", "unknown-name", "total"),
        ("lower(ctx.n)", "action-params", "ctx.n"),
        ("lower(ctx.name)", "nullable-use", "ctx.name"),
        ("lower()", "action-params", "lower"),
        ("lowr(\"a\")", "unknown-name", "lowr"),
        ("duration(\"3x\")", "wrong-shape", "\"3x\""),
        ("start_of_day(now, \"Mars/Base\")", "wrong-shape", "\"Mars/Base\""),
        ("in_state(\"HOM\")", "unknown-name", "\"HOM\""),
        ("user.consent.marketin", "unknown-name", "marketin"),
        ("ctx.n && true", "type-mismatch", "ctx.n"),
        ("if ctx.n { 1 } else { 2 }", "type-mismatch", "ctx.n"),
        ("now + 3", "type-mismatch", "now + 3"),
        ("ctx", "type-mismatch", "ctx"),
        ("foo", "unknown-name", "foo"),
        ("1..3", "type-mismatch", "1..3"),
        ("[1, \"a\"]", "type-mismatch", "[1, \"a\"]"),
        ("(if ctx.n > 1 { ctx.tier } else { \"gold\" }) == \"golden\"", "type-mismatch", "\"golden\""),
        ("ctx.tier < \"gold\"", "type-mismatch", "ctx.tier < \"gold\""),
        ("weekday(now, \"UTC\") == \"monday\"", "type-mismatch", "\"monday\""),
        ("ctx.seen + \"x\"", "type-mismatch", "ctx.seen + \"x\""),
    ] {
        let findings = world.compile(source, None).err().unwrap_or_else(|| panic!("{source} compiles"));
        let span = findings[0].span;
        assert_eq!(findings[0].rule.0, rule, "{source}: {findings:?}");
        assert_eq!(&source[span.start as usize..span.end as usize], at, "{source}: {findings:?}");
        assert_eq!(findings.len(), 1, "{source}: {findings:?}");
    }
    let findings = world.compile("bad || late", None).err().unwrap();
    assert_eq!(findings.len(), 2);
    assert_eq!((findings[0].span.start, findings[0].labels[0].span.start), (4, 0));
    assert_eq!((findings[1].rule.0, findings[1].labels[0].span.start), ("nullable-use", 7));
}

#[test]
fn what_is_asked_is_checked_inside() {
    let world = World::new();
    let tier = Type::one_of(&["basic", "gold"]);
    for (source, want, at) in [
        ("if ctx.n > 1 { \"gold\" } else { \"golden\" }", &tier, "\"golden\""),
        ("event.payload.coupon ?? 3", &Type::of(Kind::String), "3"),
        ("ctx.ratio", &Type::of(Kind::Int), "ctx.ratio"),
        ("ctx.name", &Type::of(Kind::String), "ctx.name"),
        ("[1, \"a\"]", &Type::list(Type::of(Kind::Int)), "\"a\""),
    ] {
        let findings = world.compile(source, Some(want)).err().unwrap_or_else(|| panic!("{source} compiles"));
        let span = findings[0].span;
        assert_eq!(&source[span.start as usize..span.end as usize], at, "{source}: {findings:?}");
    }
    for (source, want) in [
        ("ctx.n", Type::of(Kind::Number)),
        ("ctx.maybe", Type::of(Kind::Number).or_missing()),
        ("()", Type::of(Kind::Number).or_missing()),
        ("[]", Type::list(Type::of(Kind::Int))),
        ("ctx.thing", Type::of(Kind::Int)),
        ("if ctx.n > 1 { \"gold\" } else { \"basic\" }", tier.clone()),
        ("ctx.tier", Type::of(Kind::String)),
        ("event.payload.coupon ?? \"none\"", Type::of(Kind::String)),
    ] {
        assert!(world.compile(source, Some(&want)).is_ok(), "{source}");
    }
}

#[test]
fn facts_go_out() {
    let world = World::new().define("known", "has(ctx.maybe) && ctx.maybe > 1");
    let name = |facts: &Facts, slot: u16| {
        facts.knows(&crate::expr::facts::Spot { root: crate::expr::facts::Root::Context(slot), path: Vec::new() })
    };
    for (source, when_true, when_false) in [
        ("has(ctx.maybe)", true, false),
        ("known", true, false),
        ("!known", false, true),
        ("ctx.maybe == ()", false, true),
        ("ctx.maybe == 3", true, false),
        ("ctx.n > 1 || has(ctx.maybe)", false, false),
        ("ctx.maybe == () || ctx.n > 1", false, true),
        ("if has(ctx.maybe) { ctx.maybe > 1 } else { false }", true, false),
    ] {
        let (compiled, _) = world.compile(source, None).unwrap_or_else(|f| panic!("{source}: {f:?}"));
        assert_eq!((name(&compiled.when_true, 7), name(&compiled.when_false, 7)), (when_true, when_false), "{source}");
    }
}

#[test]
fn functions_run() {
    let tier = Of::Enum(["basic".into(), "silver".into(), "gold".into()].into());
    let body = "if tier == \"gold\" { points * 3 } else if tier == \"silver\" { points * 2 } else { points }";
    let (world, findings) = World::new().function("earned", &[("points", Of::Int), ("tier", tier)], Of::Int, body);
    assert_eq!(findings, []);
    let body = "let n = 0;\nlet last = ();\nfor x in xs { if x.len() > 0 { n += 1; last = x; } }\nwhile n > 10 { n = n / 2; }\nif has(last) { return `${last}:${n}`; }\n\"none\"";
    let list = Of::List(Shape::of(Of::String).into());
    let (world, findings) = world.function("sum", &[("xs", list)], Of::String, body);
    assert_eq!(findings, []);
    let (world, findings) = world.function("spin", &[], Of::Int, "let n = 0; while true { n = n + 1; } n");
    assert_eq!(findings, []);
    assert_eq!(world.eval("earned(ctx.n, ctx.tier) + 1"), Ok(Value::Int(22)));
    assert_eq!(world.eval("sum(ctx.seen)"), Ok(Value::str("b:2")));
    assert_eq!(world.eval("sum([])"), Ok(Value::str("none")));
    assert_eq!(world.eval("spin()"), Err("in `spin`: too many operations".into()));
    let bad = world.compile("earned(ctx.ratio, \"golden\")", None).err().unwrap();
    assert_eq!(bad.iter().map(|f| f.rule.0).collect::<Vec<_>>(), ["action-params", "type-mismatch"]);
    for (body, rule, at) in [
        ("ctx.n", "unknown-name", "ctx"),
        ("let y = x; y + 1.5", "type-mismatch", "y + 1.5"),
        ("z = 1; x", "unknown-name", "z"),
        ("let y = 1;", "type-mismatch", "let y = 1"),
        ("loop { }", "effect-in-expression", "loop"),
        ("if x > 1 { 2 }", "type-mismatch", "if x > 1 { 2 }"),
        ("nope(x)", "unknown-name", "nope"),
    ] {
        let (_, findings) = World::new().function("f", &[("x", Of::Int)], Of::Int, body);
        assert!(!findings.is_empty(), "{body}");
        let span = findings[0].span;
        assert_eq!(findings[0].rule.0, rule, "{body}: {findings:?}");
        if !body.starts_with("if") {
            assert_eq!(&body[span.start as usize..span.end as usize], at, "{body}: {findings:?}");
        }
    }
}

#[test]
fn what_is_deep_neither_overflows_nor_hangs() {
    let sum = format!("ctx.n{}", " + 1".repeat(210));
    assert_eq!(World::new().eval(&sum), Ok(Value::Int(217)));
    let branches = format!("{}0", "if ctx.n > 9 { 1 } else { ".repeat(30)) + &" }".repeat(30)[..];
    assert_eq!(World::new().eval(&branches), Ok(Value::Int(0)));
    let chain = format!("ctx.thing{}", "?.a".repeat(200));
    assert_eq!(World::new().eval(&chain), Ok(Value::Unit));
    let mut nested = World::new().define("d0", "ctx.n > 1");
    let mut doubled = World::new().define("d0", "ctx.n > 1");
    for n in 1..400 {
        nested = nested.define(&format!("d{n}"), &format!("true && (d{} || false)", n - 1));
        doubled = doubled.define(&format!("d{n}"), &format!("d{0} && d{0}", n - 1));
    }
    assert_eq!(nested.eval("d20"), Ok(Value::Bool(true)));
    let (mut world, mut refused) = (World::new(), Vec::new());
    for n in 0..40 {
        let below = if n == 0 { "x".to_owned() } else { format!("f{}(x)", n - 1) };
        let body = format!("{below}{}", " + 1".repeat(40));
        let (next, findings) = world.function(&format!("f{n}"), &[("x", Of::Int)], Of::Int, &body);
        (world, refused) = (next, if findings.is_empty() { refused } else { findings });
    }
    assert_eq!(world.eval("f4(1)"), Ok(Value::Int(201)));
    assert_eq!(refused[0].rule.0, "expression-syntax");
    for world in [nested, doubled] {
        let findings = world.compile("d399", None).err().unwrap();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].rule.0, "expression-syntax");
    }
}

#[test]
fn reserved_words_are_written_in_brackets() {
    let findings = World::new().compile("event.payload.default + 1", None).err().unwrap();
    assert_eq!((findings[0].rule.0, findings[0].span.start, findings[0].span.end), ("expression-syntax", 14, 21));
    assert_eq!(findings[0].help.as_deref(), Some("a field of that name is written `event.payload[\"default\"]`"));
}

#[test]
fn more_of_what_people_write() {
    let world =
        World::new().define("cheap", "event.payload.total < 10").define("ok", "!cheap && ctx.tier != \"basic\"");
    for (source, value) in [
        ("!(ctx.maybe == ()) && ctx.maybe > 1", Value::Bool(false)),
        ("ctx.maybe == () || ctx.maybe > 1", Value::Bool(true)),
        ("if !has(ctx.name) { \"\" } else { ctx.name }", Value::str("")),
        ("event.payload?.cart?.id ?? \"none\"", Value::str("c-1")),
        ("has(event.payload.cart) && event.payload.cart.id == \"c-1\"", Value::Bool(true)),
        ("has(event.payload.cart?.n) && event.payload.cart.n > 1", Value::Bool(false)),
        ("event.payload.cart?.id.len() ?? 0", Value::Int(3)),
        ("event.payload.cart?.id.upper() ?? \"\"", Value::str("C-1")),
        ("(event.payload).total", Value::Number(120.0)),
        ("ok", Value::Bool(true)),
        ("ctx.seen.len() > 1 && \"a\" in ctx.seen", Value::Bool(true)),
        ("ctx[\"n\"] + event[\"payload\"][\"default\"]", Value::Int(8)),
        ("[#{ a: 1 }, #{ a: 2 }][1].a", Value::Int(2)),
        ("ctx.starts + days(ctx.n) > now", Value::Bool(true)),
        ("user.consent[\"marketing\"]", Value::Bool(true)),
        ("ctx.seen == [\"a\", \"b\"]", Value::Bool(true)),
        ("ctx.maybe ?? ctx.n ?? 3", Value::Int(7)),
        ("2.0 == 2", Value::Bool(true)),
        ("ctx.n in [7, 8]", Value::Bool(true)),
        ("now.hour(\"UTC\")", Value::Int(22)),
        ("contains(\"abc\", \"b\")", Value::Bool(true)),
        ("(ctx.name ?? \"x\") + `-${ctx.tier}`", Value::str("x-gold")),
    ] {
        assert_eq!(world.eval(source), Ok(value), "{source}");
    }
}

#[test]
fn several_faults_are_found_at_once() {
    let world = World::new();
    let findings = world.compile("ctx.a > 1 && lower(3) == \"x\" && ctx.maybe > 2", None).err().unwrap();
    assert_eq!(
        findings.iter().map(|f| f.rule.0).collect::<Vec<_>>(),
        ["unknown-name", "action-params", "nullable-use"]
    );
}
