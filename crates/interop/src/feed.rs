//! Appointments as a calendar that other programs fetch again and again (RFC 5545, RFC 7986), on the clock of their place.
//!
//! Written here and not by the `icalendar` crate, which stamps every part with the present moment, time zones too: the same
//! appointments give the same file, so that whoever has it is told so. What was cancelled stays, marked as such, because a
//! calendar that only misses it may keep it.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// The most octets of a line (RFC 5545, 3.1).
const LINE: usize = 75;

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, the same for ever.
    pub uid: String,
    /// How often it was changed; never less than before.
    pub sequence: u32,
    /// When it was made.
    pub made: Timestamp,
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// The title; neutral, because a calendar is often shared.
    pub title: String,
    /// Whether it does not take place.
    pub cancelled: bool,
}

/// Writes appointments as a calendar of this name, on the clock of a zone with this IANA name.
#[must_use]
pub fn feed(name: &str, zone_name: &str, zone: &TimeZone, entries: &[Entry]) -> String {
    let mut out = Lines(String::new());
    out.all(&["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Supple//Supple//EN", "CALSCALE:GREGORIAN"]);
    out.put(&format!("NAME:{}", escaped(name)));
    out.put(&format!("X-WR-CALNAME:{}", escaped(name)));
    // How soon to look again: an hour. The second is what Outlook reads.
    out.all(&["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]);
    let first = entries.iter().map(|entry| entry.from).min();
    if let Some((first, last)) = first.zip(entries.iter().map(|entry| entry.until).max()) {
        time_zone(&mut out, zone_name, zone, (first, last));
    }
    for entry in entries {
        event(&mut out, (zone_name, zone), entry, &[]);
    }
    out.all(&["END:VCALENDAR"]);
    out.0
}

fn event(out: &mut Lines, (zone_name, zone): (&str, &TimeZone), entry: &Entry, more: &[String]) {
    out.all(&["BEGIN:VEVENT"]);
    out.put(&format!("UID:{}", entry.uid));
    out.put(&format!("SEQUENCE:{}", entry.sequence));
    out.put(&format!("DTSTAMP:{}Z", compact(zone_less(entry.made, &TimeZone::UTC))));
    out.put(&format!("DTSTART;TZID={zone_name}:{}", compact(zone_less(entry.from, zone))));
    out.put(&format!("DTEND;TZID={zone_name}:{}", compact(zone_less(entry.until, zone))));
    out.put(&format!("SUMMARY:{}", escaped(&entry.title)));
    more.iter().for_each(|line| out.put(line));
    out.put(if entry.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    out.put(if entry.cancelled { "TRANSP:TRANSPARENT" } else { "TRANSP:OPAQUE" });
    out.all(&["CLASS:PRIVATE", "END:VEVENT"]);
}

/// Between whom an appointment is sent by mail. Addresses are plain: ASCII, no space and no sign of control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// The address of who sends it.
    pub organizer: String,
    /// Their name.
    pub name: String,
    /// The address of who gets it.
    pub attendee: String,
}

/// One appointment as it goes with a mail (RFC 5546): `method` is `REQUEST` or `CANCEL`. Nobody is asked to answer.
#[must_use]
pub fn invitation(method: &str, zone: (&str, &TimeZone), entry: &Entry, between: &Between, place: &str) -> String {
    let mut out = Lines(String::new());
    out.all(&["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Supple//Supple//EN", "CALSCALE:GREGORIAN"]);
    out.put(&format!("METHOD:{method}"));
    time_zone(&mut out, zone.0, zone.1, (entry.from, entry.until));
    let mut more = vec![
        format!("ORGANIZER;CN=\"{}\":mailto:{}", parameter(&between.name), between.organizer),
        format!("ATTENDEE;RSVP=FALSE:mailto:{}", between.attendee),
    ];
    more.extend((!place.is_empty()).then(|| format!("LOCATION:{}", escaped(place))));
    event(&mut out, zone, entry, &more);
    out.all(&["END:VCALENDAR"]);
    out.0
}

/// The value of a parameter in quotes (RFC 5545, 3.1), which cannot hold a quote or a sign of control.
fn parameter(text: &str) -> String {
    text.chars().map(|letter| if letter == '"' { '\'' } else { letter }).filter(|letter| !letter.is_control()).collect()
}

/// The zone as far as the appointments reach: what holds at the first, and every change of the clocks until the last.
fn time_zone(out: &mut Lines, name: &str, zone: &TimeZone, (first, last): (Timestamp, Timestamp)) {
    out.all(&["BEGIN:VTIMEZONE"]);
    out.put(&format!("TZID:{name}"));
    let before = zone.preceding(first).next();
    let changes = before.iter().map(|change| (change.timestamp(), change.dst().is_dst()));
    let after = zone.following(first).take_while(|change| change.timestamp() <= last);
    let mut changes: Vec<(Timestamp, bool)> =
        changes.chain(after.map(|change| (change.timestamp(), change.dst().is_dst()))).collect();
    if before.is_none() {
        // A zone whose clocks never changed before: what holds now has always held.
        changes.insert(0, (Timestamp::UNIX_EPOCH.min(first), zone.to_offset_info(first).dst().is_dst()));
    }
    for (at, summer) in changes {
        let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
        let to = zone.to_offset(at);
        let from = at.checked_sub(jiff::SignedDuration::from_secs(1)).map_or(to, |before| zone.to_offset(before));
        out.put(&format!("BEGIN:{kind}"));
        out.put(&format!("DTSTART:{}", compact(from.to_datetime(at))));
        out.put(&format!("TZOFFSETFROM:{}", offset(from.seconds())));
        out.put(&format!("TZOFFSETTO:{}", offset(to.seconds())));
        out.put(&format!("TZNAME:{}", escaped(zone.to_offset_info(at).abbreviation())));
        out.put(&format!("END:{kind}"));
    }
    out.all(&["END:VTIMEZONE"]);
}

fn zone_less(at: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(at)
}

/// `20261122T093000`.
fn compact(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

/// `+0100`; with seconds where a zone has some.
fn offset(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

/// A text with what means something in a calendar marked (RFC 5545, 3.3.11). Other signs of control have no place there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

/// Lines as a calendar has them.
struct Lines(String);

impl Lines {
    fn all(&mut self, lines: &[&str]) {
        lines.iter().for_each(|line| self.put(line));
    }

    /// Adds a line, folded after at most [`LINE`] octets and never inside a letter.
    fn put(&mut self, line: &str) {
        let mut used = 0;
        for letter in line.chars() {
            if used + letter.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(letter);
            used += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    fn entry(from: &str, title: &str) -> Entry {
        let from: Timestamp = from.parse().unwrap();
        Entry {
            uid: "a@supple".to_owned(),
            sequence: 2,
            made: Timestamp::UNIX_EPOCH,
            from,
            until: from + jiff::SignedDuration::from_mins(30),
            title: title.to_owned(),
            cancelled: false,
        }
    }

    #[test]
    fn ten_on_the_wall_is_ten_on_both_sides_of_a_change_of_the_clocks() {
        let entries = [entry("2026-10-24T08:00:00Z", "x"), entry("2026-10-31T09:00:00Z", "x")];
        let text = feed("Mine", "Europe/Berlin", &zone(), &entries);
        assert_eq!(text.matches("DTSTART;TZID=Europe/Berlin:").count(), 2);
        for part in ["20261024T100000", "20261031T100000", "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100", "SEQUENCE:2"] {
            assert!(text.contains(part), "no {part}: {text}");
        }
        // The change on 25 October at three, and the one before it that still holds at the first.
        assert!(text.contains("BEGIN:STANDARD\r\nDTSTART:20261025T030000"), "{text}");
        assert!(text.contains("BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000"), "{text}");
    }

    #[test]
    fn the_same_appointments_are_the_same_file_and_a_zone_without_changes_has_one_part() {
        let entries = [entry("2026-10-24T08:00:00Z", "x")];
        let text = feed("Mine", "UTC", &TimeZone::UTC, &entries);
        assert_eq!(text, feed("Mine", "UTC", &TimeZone::UTC, &entries));
        assert_eq!(text.matches("BEGIN:STANDARD").count(), 1, "{text}");
        assert!(!feed("Mine", "UTC", &TimeZone::UTC, &[]).contains("VTIMEZONE"));
    }

    #[test]
    fn what_is_cancelled_stays_and_says_so() {
        let entries = [Entry { cancelled: true, ..entry("2026-10-24T08:00:00Z", "x") }];
        assert!(feed("Mine", "UTC", &TimeZone::UTC, &entries).contains("STATUS:CANCELLED"));
    }

    #[test]
    fn an_invitation_names_both_and_takes_no_line_from_a_name() {
        let between = Between {
            organizer: "desk@example.org".to_owned(),
            name: "The \"Room\"\r\nATTENDEE:mailto:x@example.org".to_owned(),
            attendee: "ada@example.org".to_owned(),
        };
        let entry = Entry { cancelled: true, ..entry("2026-10-24T08:00:00Z", "Appointment") };
        let text = invitation("CANCEL", ("Europe/Berlin", &zone()), &entry, &between, "1 Main St; first\nfloor");
        let whole = text.replace("\r\n ", "");
        for line in [
            "METHOD:CANCEL",
            "UID:a@supple",
            "STATUS:CANCELLED",
            "ATTENDEE;RSVP=FALSE:mailto:ada@example.org",
            "LOCATION:1 Main St\\; first\\nfloor",
            "ORGANIZER;CN=\"The 'Room'ATTENDEE:mailto:x@example.org\":mailto:desk@example.org",
        ] {
            assert!(whole.lines().any(|known| known == line), "no {line}: {whole}");
        }
        assert_eq!(whole.lines().filter(|line| line.starts_with("ATTENDEE")).count(), 1);
    }

    #[test]
    fn lines_are_folded_by_octets_and_never_inside_a_letter() {
        let title = "Ä,;\\\n".repeat(60);
        let text = feed(&title, "UTC", &TimeZone::UTC, &[entry("2026-10-24T08:00:00Z", &title)]);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains(&format!("SUMMARY:{}", "Ä\\,\\;\\\\\\n".repeat(60))), "{whole}");
        assert!(!text.contains('\u{7}') && feed("a\u{7}b", "UTC", &TimeZone::UTC, &[]).contains("NAME:ab"));
    }
}
