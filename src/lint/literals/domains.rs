//! What names of machines end in under which people have mail: not all that has an `@` and a dot is an address.

/// Beside the two letters of a country. Those that hardly anybody has mail under are left out: `build@sha.abc` is nobody's.
const TOPS: &str = "
    academy accountant aero africa agency alsace amsterdam app arab art asia attorney auto band bank bar barcelona
    bayern beauty beer berlin best bike bio biz blog boston brussels build business buzz bzh cafe capetown capital
    care careers casa cat center charity chat christmas church city click clinic cloud club coach codes coffee
    college cologne com community company computer construction consulting cool coop corsica credit cymru dance date
    dating deals delivery dental dentist design dev digital direct doctor dog durban earth edu education email
    energy engineer engineering estate eus events exchange expert family fans farm fashion film finance financial
    fish fit fitness foundation frl fun fund fyi gal gallery game games garden gent gift gmbh golf gov graphics
    green group guide guru hamburg health healthcare help helsinki holdings holiday homes horse hospital host
    hosting hotel house icu immo inc info ink institute insurance insure int international irish istanbul jewelry
    jobs joburg kim kitchen koeln kyoto land law lawyer legal lgbt life limited link live llc loan lol london love
    ltd ltda luxury madrid mail management market marketing mba media melbourne men miami mil mobi moda moe money
    moscow movie museum music nagoya name net network news ngo ninja nrw nyc okinawa one ong online org organic
    osaka ovh page paris partners party pet pharmacy photo photography photos pics pictures pizza plus poker porn
    post press pro productions properties property pub quebec radio realty recipes rent rentals repair report rest
    restaurant review reviews rio rocks ruhr saarland sale salon school schule science scot services shoes shop
    shopping show site ski soccer social software solar solutions space storage store stream studio style support
    surf swiss sydney systems taipei tatar tattoo tax taxi team tech technology tel tennis theater tienda tips tirol
    today tokyo tools top tours town toys trade trading training travel tube university vacations vegas ventures vet
    video villas vip vlaanderen vodka vote voyage wales watch web website wedding wien wiki win wine work works
    world xxx xyz yoga yokohama zone zuerich
";

/// Whether people have mail under names that end in `last`, in small letters.
pub fn is_top(last: &str) -> bool {
    let letters = last.chars().all(char::is_alphabetic) && last.chars().count() >= 2;
    let plain = !last.is_ascii() || last.len() == 2 || TOPS.split_ascii_whitespace().any(|top| top == last);
    (letters && plain) || last.starts_with("xn--")
}

#[cfg(test)]
mod tests {
    use super::is_top;

    #[test]
    fn countries_words_and_other_scripts_are_tops() {
        for top in ["de", "com", "berlin", "dev", "online", "рф", "中国", "xn--p1ai"] {
            assert!(is_top(top), "{top}");
        }
        for none in ["", "c", "abc", "deadbeef", "42", "d3", "service", "conf", "branch"] {
            assert!(!is_top(none), "{none}");
        }
    }
}
