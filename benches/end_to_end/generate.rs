//! A file of events, the same in every run: people who sign up, buy or lose interest, with the warts of real files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

const START: i64 = 1_700_000_000_000;

/// How large it is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Lines.
    pub events: u64,
    /// People.
    pub people: u64,
}

/// Writes the file; its length in bytes.
pub fn write(path: &Path, size: Size) -> std::io::Result<u64> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut draw = Draw(42);
    let mut bytes = 0;
    let mut met = vec![false; size.people as usize];
    let mut before = String::new();
    for number in 0..size.events {
        let line = if number > 0 && draw.below(100) == 0 { before } else { line(number, size, &mut met, &mut draw) };
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")?;
        bytes += line.len() as u64 + 1;
        before = line;
    }
    file.flush()?;
    Ok(bytes)
}

/// Numbers that look as if drawn by chance.
pub struct Draw(pub u64);

impl Draw {
    /// One of `0..n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn line(number: u64, size: Size, met: &mut [bool], draw: &mut Draw) -> String {
    let person = draw.below(size.people);
    let new = !std::mem::replace(&mut met[person as usize], true);
    // Sixty days from the first to the last line, with up to an hour of disorder.
    let at = START + (number * (60 * 86_400_000 / size.events) + draw.below(3_600_000)) as i64;
    let (kind, payload) = event(new, draw);
    let session = draw.below(1 << 30);
    let noise = draw.below(1 << 31);
    if draw.below(2_000) == 0 {
        return format!(r#"{{"eventId":"e-{number:08}","userId":"user-{person:07}","type":"{kind}""#);
    }
    format!(
        r#"{{"eventId":"e-{number:08}-{noise:08x}","userId":"user-{person:07}","anonymousId":null,"sessionId":"s-{session:08x}","type":"{kind}","payload":{payload},"timestamp":{at},"idempotencyKey":"{noise:08x}-7c1b-4d11-9a44-{number:012x}","context":{{"ip":"203.0.113.{}","locale":"en-GB"}}}}"#,
        noise % 255
    )
}

fn event(new: bool, draw: &mut Draw) -> (&'static str, String) {
    let price = draw.below(20_000) as f64 / 100.0;
    let number = draw.below(100_000);
    if new {
        let source = ["ad", "search", "friend", "internal_test"][draw.below(4) as usize];
        let device = ["phone", "desktop"][draw.below(2) as usize];
        let payload = format!(r#"{{"source":"{source}","device_type":"{device}","campaign":"c-{number}"}}"#);
        return ("USER_CREATED", payload);
    }
    match draw.below(20) {
        0..=3 => ("EMAIL_OPENED", format!(r#"{{"template":"welcome-{}","client":"mail {number}"}}"#, number % 7)),
        4..=7 => ("PROFILE_COMPLETED", format!(r#"{{"fields":{},"version":"v{number}"}}"#, number % 9)),
        8..=13 => (
            "ITEM_ADDED_TO_CART",
            format!(r#"{{"sku":"SKU-{number:06}","price":{price:.2},"currency":"EUR","quantity":1}}"#),
        ),
        14..=16 => (
            "CHECKOUT_STARTED",
            format!(r#"{{"total":{price:.2},"coupon":null,"items":["SKU-{number:06}"],"currency":"EUR"}}"#),
        ),
        17..=18 => ("PAYMENT_SUCCESSFUL", format!(r#"{{"amount":{price:.2},"currency":"EUR","method":"card"}}"#)),
        _ => ("PAGE_VIEWED", format!(r#"{{"path":"/p/{number}","referrer":"https://example.com/"}}"#)),
    }
}
