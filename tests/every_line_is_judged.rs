//! Every line becomes an event, or a clear sentence about why it is none; nothing else can happen.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::Arc;

use wayfare::graph::fleet::{EventType, Fleet, FleetEvent};
use wayfare::intake::decode::{Decoder, Rejected};
use wayfare::model::journey::Contract;
use wayfare::terms::shape::{Field, Of, Pattern, Shape};
use wayfare::terms::value::Value;

fn field(name: &str, shape: Shape) -> Field {
    Field { name: name.into(), shape }
}

fn optional(of: Of) -> Shape {
    Shape { optional: true, ..Shape::of(of) }
}

fn event(name: &str, contract: Contract, slots: &[&[&str]]) -> FleetEvent {
    let slots = slots.iter().map(|way| way.iter().map(|part| (*part).into()).collect()).collect();
    FleetEvent { name: name.into(), contract, slots, hearers: Vec::new() }
}

fn order() -> Contract {
    let item = Of::Object(
        [
            field("sku", Shape { pattern: Some(Pattern::new("^[A-Z]+-[0-9]+$").unwrap()), ..Shape::of(Of::String) }),
            field("count", Shape { default: Some(Value::Int(1)), ..Shape::of(Of::Int) }),
        ]
        .into(),
    );
    let cart = Of::Object([field("id", Shape::of(Of::String)), field("note", optional(Of::String))].into());
    let fields = vec![
        field("total", Shape { min: Some(Value::Number(0.0)), max: Some(Value::Number(1e6)), ..Shape::of(Of::Number) }),
        field("points", optional(Of::Int)),
        field("plan", Shape { optional: true, ..Shape::of(Of::Enum(["free".into(), "pro".into()].into())) }),
        field("at", optional(Of::Timestamp)),
        field("lead", optional(Of::Duration)),
        field("gift", optional(Of::Bool)),
        field("items", optional(Of::List(Arc::new(Shape::of(item))))),
        field("cart", optional(cart)),
        field("extra", optional(Of::Any)),
    ];
    Contract { fields, closed: false, schema: None }
}

fn decoder() -> Decoder {
    let schema = r#"{"type":"object","required":["n"],"properties":{"n":{"type":"integer","multipleOf":5}}}"#;
    let with_schema =
        Contract { fields: vec![field("n", Shape::of(Of::Int))], closed: false, schema: Some(schema.into()) };
    let closed = Contract { fields: vec![field("a", optional(Of::Int))], closed: true, schema: None };
    let mut fleet = Fleet {
        events: vec![
            event(
                "ORDER",
                order(),
                &[&["at"], &["cart", "id"], &["extra"], &["items"], &["lead"], &["plan"], &["points"], &["total"]],
            ),
            event("PLAIN", Contract::default(), &[]),
            event("CLOSED", closed, &[&["a"]]),
            event("FIVES", with_schema, &[&["n"]]),
        ],
        purposes: vec!["marketing".into(), "processing".into()],
        profile: vec![field("city", optional(Of::String)), field("score", optional(Of::Int))],
        ..Fleet::default()
    };
    fleet.by_name = fleet.events.iter().zip(0..).map(|(event, n)| (event.name.clone(), EventType(n))).collect();
    Decoder::new(&fleet)
}

fn rejected(line: &str) -> Rejected {
    match decoder().decode(line.as_bytes(), 1) {
        Err(rejected) => rejected,
        Ok(event) => panic!("{line} became {event:?}"),
    }
}

const HEAD: &str = r#""type":"ORDER","userId":"u-1","eventId":"e-1","timestamp":1700000000000"#;

#[test]
fn members_come_in_any_order_and_in_both_spellings() {
    let decoder = decoder();
    for line in [
        r#"{"type":"ORDER","userId":"u","eventId":"e","timestamp":1700000000000,"payload":{"total":5,"points":7}}"#,
        r#"{"payload":{"points":7,"total":5.0},"timestamp":"2023-11-14T22:13:20Z","event_id":"e","user_id":"u","type":"ORDER"}"#,
        r#" { "eventId" : "\u0065" , "other" : [ 1 , {} ] , "type" : "OR\u0044ER" , "payload" : { "x" : null , "total" : 5 , "points" : 7 } , "userId" : "\u0075" , "timestamp" : 1700000000000 } "#,
        r#"{"specversion":"1.0","type":"ORDER","source":"s","subject":"u","id":"e","time":"2023-11-14T22:13:20Z","data":{"total":5,"points":7}}"#,
        r#"{"data":{"total":5,"points":7},"id":"e","time":"2023-11-14T22:13:20Z","subject":"u","source":"s","type":"ORDER","specversion":"1.0"}"#,
    ] {
        let event = decoder.decode(line.as_bytes(), 3).unwrap_or_else(|fault| panic!("{line}: {fault:?}"));
        assert_eq!(event.kind, Some(EventType(0)));
        assert_eq!((event.user.as_deref(), event.id.as_ref(), event.line), (Some("u"), "e", 3));
        assert_eq!(event.timestamp, 1_700_000_000_000);
        assert_eq!(event.slots[6], Value::Int(7), "{line}");
        assert_eq!(event.slots[7], Value::Number(5.0));
        assert_eq!(event.raw, line.as_bytes());
    }
}

#[test]
fn keys_of_duplicates() {
    let decoder = decoder();
    for (members, id, key) in [
        (r#""eventId":"e","idempotencyKey":"k""#, "e", "k"),
        (r#""eventId":"e""#, "e", "e"),
        (r#""idempotency_key":"k","eventId":null"#, "k", "k"),
        (
            r#""specversion":"1.0","id":"e","source":"/shop","subject":"s","time":1,"idempotencyKey":"k""#,
            "e",
            "/shop e",
        ),
    ] {
        let line = format!(r#"{{"type":"PLAIN","userId":"u","timestamp":1,{members}}}"#);
        let event = decoder.decode(line.as_bytes(), 1).unwrap();
        assert_eq!((event.id.as_ref(), event.key.as_ref()), (id, key), "{line}");
    }
}

#[test]
fn every_type_is_read() {
    let line = format!(
        r#"{{{HEAD},"payload":{{"total":1,"at":"2023-11-14T22:13:20Z","lead":"PT0.5S","plan":"pro","cart":{{"id":"c"}},
        "items":[{{"sku":"A-1"}},{{"count":2,"sku":"B-2","more":1}}],"extra":{{"a":[1,2.5,null,"x"],"b":null}}}}}}"#
    );
    let event = decoder().decode(line.as_bytes(), 1).unwrap();
    let shown: Vec<_> = event.slots.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "2023-11-14T22:13:20Z",
            "\"c\"",
            "#{a: [1, 2.5, (), \"x\"]}",
            "[#{count: 1, sku: \"A-1\"}, #{count: 2, sku: \"B-2\"}]",
            "500ms",
            "\"pro\"",
            "()",
            "1.0",
        ]
    );
}

#[test]
fn consent_and_traits() {
    let line = r#"{"type":"PLAIN","userId":"u","eventId":"e","timestamp":1,"consent":{"marketing":true,"x":false,
        "processing":false},"traits":{"city":7,"score":3,"unknown":{}}}"#;
    let event = decoder().decode(line.as_bytes(), 1).unwrap();
    assert_eq!(event.consent, [(0, true), (1, false)]);
    assert_eq!(event.processing, Some(false));
    assert_eq!(event.traits, [(1, Value::Int(3))]);
    assert_eq!(event.refused_traits, ["`traits.city`: an int where string? was expected"]);
}

#[test]
fn strangers_and_fates_are_events() {
    let decoder = decoder();
    let stranger = r#"{"type":"NEVER_SEEN","anonymousId":"a","eventId":"e","timestamp":1,"payload":"any"}"#;
    let event = decoder.decode(stranger.as_bytes(), 1).unwrap();
    assert_eq!((event.kind, event.anonymous.as_deref()), (None, Some("a")));
    for fate in [
        r#"{"type":"failed.charge","effectKey":"6f","userId":"u","eventId":"e","timestamp":1,"payload":{"reason":"x"}}"#,
        r#"{"payload":{"reason":"x"},"effect_key":"6f","userId":"u","eventId":"e","timestamp":1,"type":"failed.charge"}"#,
    ] {
        let event = decoder.decode(fate.as_bytes(), 1).unwrap();
        assert_eq!(event.effect_key.as_deref(), Some("6f"));
        assert_eq!(event.fate_payload, Some(Value::object([("reason".into(), Value::str("x"))])));
    }
}

#[test]
fn what_is_no_event_says_why() {
    for (line, detail) in [
        ("", "not JSON: EOF while parsing a value, at byte 0 of the line"),
        ("{", "not JSON: EOF while parsing an object, at byte 1 of the line"),
        ("[]", "invalid type: sequence, expected one JSON object for each line, at byte 0 of the line"),
        ("{}", "`type`: missing; say which event it is"),
        (r#"{"type":"A"}"#, "`timestamp`: missing; say when it happened, in RFC 3339 or epoch milliseconds"),
        (
            r#"{"type":"A","timestamp":1}"#,
            "`userId`: missing; name the person there, or an unknown one in `anonymousId`",
        ),
        (
            r#"{"type":"A","timestamp":1,"userId":"u"}"#,
            "`eventId`: missing; give each event one, or an `idempotencyKey`: by it a duplicate is known",
        ),
        (r#"{"type":7}"#, "`type`: an int where a string was expected"),
        (r#"{"userId":""}"#, "`userId`: an empty string; leave it out where there is none"),
        (r#"{"userId":"a","user_id":"b"}"#, "`userId`: given twice; send it once, in one spelling"),
        (r#"{"timestamp":1e999}"#, "not JSON: number out of range, at byte 18 of the line"),
        (
            r#"{"timestamp":1700000000000000}"#,
            "`timestamp`: 1700000000000000 is outside the years 0 to 9999; write epoch milliseconds, not micro- or nanoseconds",
        ),
        (
            r#"{"timestamp":"yesterday"}"#,
            "`timestamp`: `yesterday` is no instant; write RFC 3339, `2026-11-24T09:00:00Z`, or epoch milliseconds",
        ),
        (r#"{"consent":{"marketing":"yes"}}"#, "`consent.marketing`: a string where `true` or `false` was expected"),
        (r#"{"specversion":"0.3","type":"A"}"#, "`specversion`: CloudEvents `0.3` is not supported; send version 1.0"),
        (
            r#"{"specversion":"1.0","type":"A"}"#,
            "`id`: missing; a CloudEvent has one: with `source` it tells a duplicate",
        ),
        (
            r#"{"specversion":"1.0","type":"A","data_base64":"eA=="}"#,
            "`data_base64`: binary data has no fields to read; send JSON in `data`",
        ),
        ("{} {}", "not JSON: trailing characters, at byte 4 of the line"),
    ] {
        let rejected = rejected(line);
        assert_eq!((rejected.reason, rejected.detail.as_str()), ("not-an-event", detail), "{line}");
    }
}

#[test]
fn what_breaks_its_contract_says_where() {
    for (payload, detail) in [
        ("null", "`payload.total`: missing; number was expected"),
        ("{}", "`payload.total`: missing; number was expected"),
        (r#"{"total":null}"#, "`payload.total`: missing; number was expected"),
        (r#"{"total":"5"}"#, "`payload.total`: a string where number was expected"),
        (r#"{"total":-1}"#, "`payload.total`: -1.0 is below the minimum 0.0"),
        (r#"{"total":2000000}"#, "`payload.total`: 2000000.0 is above the maximum 1000000.0"),
        (r#"{"total":1,"points":1.5}"#, "`payload.points`: a number where int? was expected"),
        (r#"{"total":1,"points":9223372036854775808}"#, "`payload.points`: 9223372036854775808 is beyond 64 bits"),
        (r#"{"total":1,"points":1e30}"#, "`payload.points`: 1e30 is beyond 64 bits"),
        (r#"{"total":1,"plan":"gold"}"#, "`payload.plan`: \"gold\" is none of free, pro"),
        (
            r#"{"total":1,"lead":"1 month"}"#,
            "`payload.lead`: `1 month` is no duration; write a duration such as `90s`, `15m`, `1h30m`, `3d`, `2w` or `P3D`; a day is 24 hours",
        ),
        (
            r#"{"total":1,"items":[{"sku":"A-1"},{"sku":"a"}]}"#,
            "`payload.items[1].sku`: \"a\" does not match the pattern `^[A-Z]+-[0-9]+$`",
        ),
        (r#"{"total":1,"items":[{}]}"#, "`payload.items[0].sku`: missing; string was expected"),
        (
            r#"{"total":1,"items":{}}"#,
            "`payload.items`: an object where [{ fields: { sku: string, count: int } }]? was expected",
        ),
        (r#"{"total":1,"cart":{"note":"x"}}"#, "`payload.cart.id`: missing; string was expected"),
        (r#"{"total":1,"cart":[]}"#, "`payload.cart`: a list where an object was expected"),
        (r#"{"total":1,"gift":0}"#, "`payload.gift`: an int where bool? was expected"),
        (r#"{"total":1,"total":1}"#, "`payload.total`: given twice; send it once"),
        ("[1]", "`payload`: a list where an object was expected"),
    ] {
        for line in [format!("{{{HEAD},\"payload\":{payload}}}"), format!("{{\"payload\":{payload},{HEAD}}}")] {
            let rejected = rejected(&line);
            assert_eq!((rejected.reason, rejected.detail.as_str()), ("contract", detail), "{line}");
            assert_eq!(rejected.user.as_deref(), Some("u-1"));
        }
    }
}

#[test]
fn closed_contracts_and_schemas_hold() {
    let line = |kind: &str, payload: &str| {
        format!(r#"{{"payload":{payload},"userId":"u","eventId":"e","timestamp":1,"type":"{kind}"}}"#)
    };
    let decoder = decoder();
    assert!(decoder.decode(line("CLOSED", r#"{"a":1}"#).as_bytes(), 1).is_ok());
    assert!(decoder.decode(line("FIVES", r#"{"n":10,"more":1}"#).as_bytes(), 1).is_ok());
    for (kind, payload, detail) in [
        (
            "CLOSED",
            r#"{"b":1}"#,
            "`payload.b`: not in the contract, which is closed; declare the field or leave it out",
        ),
        ("FIVES", r#"{"n":7}"#, "`payload.n`: 7 is not a multiple of 5"),
        ("FIVES", "null", "`payload`: \"n\" is a required property"),
    ] {
        let rejected = rejected(&line(kind, payload));
        assert_eq!((rejected.reason, rejected.detail.as_str()), ("contract", detail));
    }
}

#[test]
fn a_refused_line_still_names_its_person() {
    for (line, user, anonymous) in [
        (r#"{"user_id":"u","type":5}"#, Some("u"), false),
        (r#"{"anonymousId":"a","type":5"#, Some("a"), true),
        (r#"{"specversion":"1.0","subject":"s","type":"ORDER""#, Some("s"), false),
        (r#"{"type":5}"#, None, false),
    ] {
        let rejected = rejected(line);
        assert_eq!((rejected.user.as_deref(), rejected.anonymous), (user, anonymous), "{line}");
    }
    let broken = decoder().decode(b"{\"userId\":\"u\",\"x\":\"\xff\"}", 1).unwrap_err();
    assert_eq!(broken.detail, "not UTF-8 from byte 20 of the line; save the file as UTF-8");
    assert_eq!(broken.user.as_deref(), Some("u"));
}

#[test]
fn nesting_ends_somewhere() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let kept = rejected(&format!("{{{HEAD},\"payload\":{{\"total\":1,\"extra\":{deep}}}}}"));
        assert!(kept.detail.contains("recursion limit exceeded"), "{}", kept.detail);
        // Where nobody reads it, it is passed over.
        let line = format!("{{{HEAD},\"x\":{deep},\"payload\":{{\"total\":1}}}}");
        assert!(decoder().decode(line.as_bytes(), 1).is_ok());
    }
}

#[test]
fn no_mutation_gets_anything_else() {
    let decoder = decoder();
    let seeds = [
        format!(r#"{{{HEAD},"payload":{{"total":12.5,"points":3,"items":[{{"sku":"A-1"}}],"cart":{{"id":"c"}}}}}}"#),
        r#"{"specversion":"1.0","type":"FIVES","source":"s","subject":"ü","id":"e","time":"2023-11-14T22:13:20Z","data":{"n":5}}"#.to_owned(),
        r#"{"type":"failed.x","anonymous_id":"a","idempotency_key":"k","timestamp":1,"consent":{"marketing":true},"traits":{"city":"x"},"payload":{"a":[1e3,-0,null]}}"#.to_owned(),
    ];
    let scraps: [&[u8]; 10] =
        [b"\"", b"{", b"}", b"[", b"null", b"1e999", b"\\ud800", b"\xff", b":", b"99999999999999999999999"];
    let mut state = 7u64;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let (mut events, mut refusals) = (0, 0);
    for _ in 0..20_000 {
        let mut line = seeds[draw(seeds.len())].clone().into_bytes();
        for _ in 0..=draw(3) {
            let at = draw(line.len());
            match draw(4) {
                0 => line.truncate(at.max(1)),
                1 => line[at] = draw(256) as u8,
                2 => drop(line.remove(at)),
                _ => drop(line.splice(at..at, scraps[draw(scraps.len())].iter().copied())),
            }
            if line.is_empty() {
                break;
            }
        }
        match decoder.decode(&line, 1) {
            Ok(_) => events += 1,
            Err(rejected) => {
                refusals += 1;
                assert!(!rejected.detail.is_empty() && ["not-an-event", "contract"].contains(&rejected.reason));
            }
        }
    }
    assert!(events > 500 && refusals > 5_000, "{events} {refusals}");
}
