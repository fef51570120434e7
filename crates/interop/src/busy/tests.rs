use super::{Busy, Clock, Left, MOST_BYTES, NotRead, read};
use jiff::{Timestamp, tz::TimeZone};
use proptest::{collection::vec, prelude::*, sample::select};

fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

fn window() -> (Timestamp, Timestamp) {
    ("2026-11-21T00:00:00Z".parse().unwrap(), "2027-12-31T00:00:00Z".parse().unwrap())
}

fn try_read(bytes: &[u8]) -> Result<Busy, NotRead> {
    let own = TimeZone::get("America/New_York").unwrap();
    read(bytes, &Clock { own: &own, named: &zone }, window())
}

fn calendar(inner: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", inner.trim().replace('\n', "\r\n"))
}

fn event(inner: &str) -> Busy {
    try_read(calendar(&format!("BEGIN:VEVENT\nUID:1\n{inner}\nEND:VEVENT")).as_bytes()).unwrap()
}

fn times(busy: &Busy) -> Vec<String> {
    busy.times.iter().map(|(from, until)| format!("{from} {until}")).collect()
}

#[test]
fn an_event_is_busy_on_the_clock_that_it_names() {
    let one = ["2026-11-24T14:00:00Z 2026-11-24T15:00:00Z"];
    for inner in [
        "DTSTART:20261124T140000Z\nDTEND:20261124T150000Z",
        "DTSTART:20261124T090000\nDTEND:20261124T100000",
        "DTSTART:20261124T090000\nDURATION:PT1H",
        "DTSTART;TZID=America/New_York:20261124T090000\nDTEND;TZID=Europe/Berlin:20261124T160000",
        "DTSTART;TZID=Eastern Standard Time:20261124T090000\nDURATION:PT60M",
        "DTSTART;TZID=\"/freeassociation.sourceforge.net/America/New_York\":20261124T090000\nDURATION:PT1H",
        "DTSTART;TZID=/mozilla.org/20050126_1/America/Indiana/Indianapolis:20261124T090000\nDURATION:PT1H",
        "dtstart;tzid=W. Europe Standard Time:20261124T150000\nduration:pt1h",
    ] {
        let busy = event(inner);
        assert_eq!(times(&busy), one, "{inner}");
        assert!(busy.left.is_empty(), "{inner}");
    }
    let busy = event("DTSTART;TZID=Unsere Zeit äöü:20261124T090000\nDURATION:PT1H");
    assert_eq!((times(&busy).as_slice(), busy.left.get(&Left::Zone)), (&one.map(str::to_owned)[..], Some(&1)));
    // Days are days of the practice, and the calendar's own zone goes before that.
    assert_eq!(times(&event("DTSTART;VALUE=DATE:20261124")), ["2026-11-24T05:00:00Z 2026-11-25T05:00:00Z"]);
    assert_eq!(times(&event("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261124")).len(), 1);
    let floating =
        calendar("X-WR-TIMEZONE:Europe/Berlin\nBEGIN:VEVENT\nDTSTART:20261124T150000\nDURATION:PT1H\nEND:VEVENT");
    assert_eq!(times(&try_read(floating.as_bytes()).unwrap()), one);
}

#[test]
fn what_is_free_called_off_or_over_keeps_nobody_busy() {
    for line in ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"] {
        assert_eq!(event(&format!("DTSTART:20261124T140000Z\nDURATION:PT1H\n{line}")), Busy::default(), "{line}");
    }
    assert_eq!(event("DTSTART:20201124T140000Z\nDURATION:PT1H"), Busy::default());
    let ours = calendar(
        "BEGIN:VEVENT\nUID:019f0c1e-0000-7000-8000-000000000000@supple\nDTSTART:20261124T140000Z\nDURATION:PT1H\nEND:VEVENT",
    );
    assert_eq!(try_read(ours.as_bytes()), Ok(Busy::default()), "a booking is known by itself");
    assert_eq!(event("DTSTART:20261124T140000Z"), Busy::default(), "a moment");
    let busy = event("DTSTART:20261124T140000Z\nDTEND:20261124T130000Z");
    assert_eq!((busy.times.len(), busy.left.get(&Left::Backwards)), (0, Some(&1)));
    let busy = event("DTSTART:20261124T140000Z\nDURATION:a while");
    assert_eq!((busy.times.len(), busy.left.get(&Left::Time)), (0, Some(&1)), "how long is not known");
    let busy = event("DTSTART:20261124T140000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20261201T100000Z/soon");
    assert_eq!((busy.times.len(), busy.left.get(&Left::Time)), (1, Some(&1)), "a period without an end");
    let busy = event("DTSTART:tomorrow\nDTEND:20261124T130000Z");
    assert_eq!((busy.times.len(), busy.left.get(&Left::Time)), (0, Some(&1)));
}

#[test]
fn what_repeats_is_found_without_an_end_and_around_the_change_of_the_clocks() {
    // Since 1990, every Tuesday at nine on the clock: an hour later by UTC in winter.
    let busy = event("DTSTART;TZID=America/New_York:19900102T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU");
    assert_eq!(busy.times.len(), 58);
    assert_eq!(times(&busy)[0], "2026-11-24T14:00:00Z 2026-11-24T15:00:00Z");
    assert!(times(&busy).contains(&"2027-06-01T13:00:00Z 2027-06-01T14:00:00Z".to_owned()));
    let three = "DTSTART:20261123T140000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3";
    assert_eq!(event(three).times.len(), 3);
    // Counted from its beginning, not from the window's.
    assert_eq!(event("DTSTART:20261119T140000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3").times.len(), 1);
    for (until, many) in [("20261124T140000Z", 2), ("20261124", 2), ("20261124T135959Z", 1), ("20261124T090000", 2)] {
        let rule =
            format!("DTSTART;TZID=America/New_York:20261123T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL={until}");
        assert_eq!(event(&rule).times.len(), many, "{until}");
    }
    // Taken out, by lists and on several lines, and added.
    let without = format!("{three}\nEXDATE:20261124T140000Z,20261101T140000Z\nEXDATE;VALUE=DATE:20261125");
    assert_eq!(times(&event(&without)), ["2026-11-23T14:00:00Z 2026-11-23T15:00:00Z"]);
    let with = format!(
        "{three}\nRDATE;VALUE=PERIOD:20261201T100000Z/PT2H,20261202T100000Z/20261202T110000Z\nRDATE:20261203T100000Z"
    );
    assert_eq!(event(&with).times.len(), 6);
    // A rule that is not understood is said, and its first time counts.
    let busy = event("DTSTART:20261123T140000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY");
    assert_eq!((busy.times.len(), busy.left.get(&Left::Rule)), (1, Some(&1)));
    // One that never names a day ends all the same.
    assert_eq!(
        event("DTSTART:20261123T140000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30").times.len(),
        1
    );
}

#[test]
fn one_time_of_a_series_is_moved_or_called_off() {
    let series = "BEGIN:VEVENT\nUID:s\nDTSTART;TZID=Europe/Berlin:20261123T150000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT";
    let other = |inner: &str| format!("BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20261124T140000Z\n{inner}\nEND:VEVENT");
    let moved = calendar(&format!("{}\n{series}", other("DTSTART:20261124T200000Z\nDURATION:PT30M")));
    assert_eq!(times(&try_read(moved.as_bytes()).unwrap())[1], "2026-11-24T20:00:00Z 2026-11-24T20:30:00Z");
    let off = calendar(&format!("{series}\n{}", other("DTSTART:20261124T140000Z\nSTATUS:CANCELLED")));
    assert_eq!(try_read(off.as_bytes()).unwrap().times.len(), 2);
}

#[test]
fn busy_times_and_times_of_availability_are_read() {
    let busy = calendar(
        "BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20261124T140000Z/PT1H,20261125T140000Z/20261125T150000Z\nFREEBUSY;FBTYPE=FREE:20261126T140000Z/PT1H\nFREEBUSY:20261127T140000Z/PT1H\nEND:VFREEBUSY",
    );
    assert_eq!(try_read(busy.as_bytes()).unwrap().times.len(), 3);
    let can = calendar(
        "BEGIN:VAVAILABILITY\nDTSTART:20261123T000000Z\nDTEND:20261130T000000Z\nBEGIN:AVAILABLE\nUID:a\nDTSTART:20261123T140000Z\nDTEND:20261123T220000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU\nEND:AVAILABLE\nEND:VAVAILABILITY",
    );
    let found = try_read(can.as_bytes()).unwrap();
    let expected = [
        "2026-11-23T00:00:00Z 2026-11-23T14:00:00Z",
        "2026-11-23T22:00:00Z 2026-11-24T14:00:00Z",
        "2026-11-24T22:00:00Z 2026-11-30T00:00:00Z",
    ];
    assert_eq!(times(&found), expected);
}

#[test]
fn what_is_no_whole_calendar_is_refused() {
    let whole = calendar("BEGIN:VEVENT\nDTSTART:20261124T140000Z\nDURATION:PT1H\nEND:VEVENT");
    assert!(try_read(whole.as_bytes()).is_ok());
    for cut in 20..whole.len() - 4 {
        assert!(try_read(&whole.as_bytes()[..cut]).is_err(), "{cut}");
    }
    for wrong in
        ["", "<html>", "BEGIN:VCARD\nEND:VCARD", "END:VCALENDAR", "BEGIN:VCALENDAR\nEND:VEVENT", "PK\u{3}\u{4}"]
    {
        assert_eq!(try_read(wrong.as_bytes()), Err(NotRead::None), "{wrong}");
    }
    assert_eq!(try_read(&"BEGIN:VCALENDAR\n".repeat(50).into_bytes()), Err(NotRead::None), "too deep");
    assert_eq!(try_read(&vec![b'x'; MOST_BYTES + 1]), Err(NotRead::Large));
    let endless =
        "BEGIN:VEVENT\nDTSTART:19000101T140000Z\nDURATION:P30000D\nRRULE:FREQ=DAILY\nEND:VEVENT\n".repeat(2000);
    assert_eq!(try_read(calendar(&endless).as_bytes()), Err(NotRead::Large), "more than can be looked at");
    let mut old = whole.into_bytes();
    old.splice(0..0, *b"\xef\xbb\xbf");
    assert_eq!(try_read(&old).unwrap().times.len(), 1, "with a mark of the order of bytes");
}

#[test]
fn many_times_of_one_series_and_many_that_are_taken_out_are_each_looked_at_once() {
    let day = |nth: i32| {
        jiff::civil::date(2026, 11, 23).checked_add(jiff::Span::new().days(nth)).unwrap().strftime("%Y%m%d").to_string()
    };
    let moved =
        "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20200101T000000Z\nDTSTART:20261124T140000Z\nDURATION:PT1H\nEND:VEVENT\n";
    let series = "BEGIN:VEVENT\nUID:s\nDTSTART:20261123T140000Z\nDURATION:PT1H\nEND:VEVENT\n";
    let many = calendar(&[moved.repeat(5000), series.repeat(5000)].concat());
    assert_eq!(try_read(many.as_bytes()).unwrap().times.len(), 2);
    let added: Vec<String> = (0..300).map(|nth| format!("{}T100000Z", day(nth))).collect();
    let out: Vec<String> = (0..299).map(day).collect();
    let lines = format!("RDATE:{}\nEXDATE;VALUE=DATE:{}", added.join(","), [out.join(",").as_str(); 50].join(","));
    assert_eq!(event(&format!("DTSTART:20261123T140000Z\nDURATION:PT1H\n{lines}")).times.len(), 1);
}

/// A line of a calendar, right or wrong.
fn line() -> impl Strategy<Value = String> {
    let name = select(vec![
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "UID",
        "FREEBUSY",
        "X-WR-TIMEZONE",
    ]);
    let parameter = select(vec![
        "",
        "",
        "",
        ";TZID=America/New_York",
        ";TZID=../../etc/passwd",
        ";TZID=W. Europe Standard Time",
        ";VALUE=DATE",
        ";RANGE=THISANDFUTURE",
        ";TZID=\"",
    ]);
    let part = select(vec![
        "20261124T140000Z",
        "20261124",
        "00000101T000000",
        "99991231T235959Z",
        "20270314T023000",
        "20261332T250000Z",
        "PT1H",
        "P1D",
        "-P1W",
        "P99999999W",
        "-PT9999999999999S",
        "P1Y",
        "/",
        ",",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
        ";INTERVAL=1000",
        ";COUNT=4000000000",
        ";UNTIL=20270101",
        ";UNTIL=x",
        ";BYDAY=-5MO,SU",
        ";BYMONTHDAY=-31",
        ";BYMONTH=2",
        ";BYSETPOS=-366",
        ";WKST=SU",
        "é",
        "\n ",
    ]);
    (name, parameter, vec(part, 0..6))
        .prop_map(|(name, parameter, parts)| format!("{name}{parameter}:{}", parts.concat()))
}

proptest::proptest! {
    #[test]
    fn whatever_stands_in_a_calendar_it_ends_and_its_times_lie_in_the_window(
        parts in vec((select(vec!["VEVENT", "VFREEBUSY", "VAVAILABILITY"]), vec(line(), 0..7), vec(line(), 0..5)), 0..4),
    ) {
        let one = |(kind, lines, inner): &(&str, Vec<String>, Vec<String>)| {
            let inner = format!("BEGIN:AVAILABLE\n{}\nEND:AVAILABLE", inner.join("\n"));
            format!("BEGIN:{kind}\n{}\n{inner}\nEND:{kind}", lines.join("\n"))
        };
        let text = calendar(&parts.iter().map(one).collect::<Vec<_>>().join("\n"));
        let (from, until) = window();
        if let Ok(busy) = try_read(text.as_bytes()) {
            for time in &busy.times {
                proptest::prop_assert!(from <= time.0 && time.0 < time.1 && time.1 <= until, "{text}");
            }
            for pair in busy.times.windows(2) {
                proptest::prop_assert!(pair[0].1 < pair[1].0, "{text}");
            }
        }
    }

    #[test]
    fn nothing_that_comes_harms_the_reader(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        drop(try_read(&bytes));
    }

    #[test]
    fn any_rule_ends_and_its_times_lie_in_the_window(
        every in 0usize..4, interval in 1i32..40, count in proptest::option::of(1usize..400), day in 1i8..29, hour in 0i8..24, long in 1i64..5000,
    ) {
        let every = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][every];
        let count = count.map_or(String::new(), |count| format!(";COUNT={count}"));
        let text = format!("DTSTART;TZID=America/New_York:202606{day:02}T{hour:02}3000\nDURATION:PT{long}M\nRRULE:FREQ={every};INTERVAL={interval}{count}");
        let busy = event(&text);
        let (from, until) = window();
        for pair in busy.times.windows(2) {
            proptest::prop_assert!(pair[0].1 < pair[1].0);
        }
        for time in &busy.times {
            proptest::prop_assert!(from <= time.0 && time.0 < time.1 && time.1 <= until);
        }
    }
}
