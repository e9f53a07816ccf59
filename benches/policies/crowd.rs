//! A file of events about people who look round unknown, log in, fill carts, pay, and say what they want to hear.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::generate::{Draw, Size};

const START: i64 = 1_700_000_000_000;
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney"];

/// Writes the file; its length in bytes.
pub fn write(path: &Path, size: Size) -> std::io::Result<u64> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut draw = Draw(7);
    let mut bytes = 0;
    let mut met = vec![0_u8; size.people as usize];
    for number in 0..size.events {
        let line = line(number, size, &mut met, &mut draw);
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")?;
        bytes += line.len() as u64 + 1;
    }
    file.flush()?;
    Ok(bytes)
}

fn line(number: u64, size: Size, met: &mut [u8], draw: &mut Draw) -> String {
    let person = draw.below(size.people);
    let times = &mut met[person as usize];
    *times = times.saturating_add(1);
    // The first two events of half of all people come from somebody unknown, the third links them.
    let shy = person.is_multiple_of(2);
    let who = match *times {
        1 | 2 if shy => format!(r#""userId":null,"anonymousId":"device-{person:07}""#),
        3 if shy => format!(r#""userId":"user-{person:07}","anonymousId":"device-{person:07}""#),
        _ => format!(r#""userId":"user-{person:07}","anonymousId":null"#),
    };
    let says = match *times {
        1 => format!(
            r#","consent":{{"marketing":{},"push":{}}},"traits":{{"tz":"{}"}}"#,
            draw.below(4) > 0,
            draw.below(2) > 0,
            ZONES[draw.below(4) as usize]
        ),
        _ => String::new(),
    };
    let at = START + (number * (60 * 86_400_000 / size.events) + draw.below(3_600_000)) as i64;
    let (noise, order) = (draw.below(1 << 31), person * 4 + draw.below(3));
    let money = draw.below(20_000) as f64 / 100.0;
    let (kind, payload) = match draw.below(9) {
        0..=3 => (
            "VISITED",
            format!(r#"{{"page":"/p/{}","order":{order},"referrer":"https://example.com/{noise}"}}"#, noise % 97),
        ),
        4..=7 => {
            ("CART_CHANGED", format!(r#"{{"order":{order},"total":{money:.2},"currency":"EUR","sku":"S-{noise}"}}"#))
        }
        _ => ("PAID", format!(r#"{{"order":{order},"amount":{money:.2},"currency":"EUR","method":"card"}}"#)),
    };
    format!(
        r#"{{"eventId":"e-{number:08}-{noise:08x}",{who},"sessionId":"s-{noise:08x}","type":"{kind}","payload":{payload},"timestamp":{at},"idempotencyKey":"{noise:08x}-7c1b-4d11-{number:012x}"{says}}}"#
    )
}
