//! A letter as it travels (RFC 5322): headers of ASCII, the text as UTF-8, the appointment beside it for calendar programs.

use std::io;

use mail_builder::{
    MessageBuilder,
    headers::{content_type::ContentType, raw::Raw},
    mime::MimePart,
};
use supple_web::Letter;

/// The message of a letter from an address.
///
/// # Errors
/// When it cannot be written into memory.
pub(crate) fn written(letter: &Letter, from: &str) -> io::Result<Vec<u8>> {
    let domain = from.rsplit_once('@').map_or("supple.invalid", |(_, domain)| domain);
    let text = |kind: &'static str| ContentType::new(kind).attribute("charset", "utf-8");
    let plain = MimePart::new(text("text/plain"), letter.text.as_str());
    let body = match &letter.calendar {
        None => plain,
        Some(calendar) => {
            let kind = text("text/calendar").attribute("method", calendar.method);
            MimePart::new("multipart/alternative", vec![plain, MimePart::new(kind, calendar.text.as_str())])
        }
    };
    MessageBuilder::new()
        .from((letter.from.as_str(), from))
        .to(letter.to.as_str())
        .subject(letter.subject.as_str())
        .date(letter.made_s)
        .message_id(format!("{}@{domain}", letter.id))
        .header("Content-Language", Raw::new(letter.lang.as_str()))
        // No absence note answers it (RFC 3834).
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .body(body)
        .write_to_vec()
}

#[cfg(test)]
pub(super) mod tests {
    use supple_web::Invitation;

    use super::*;

    pub(crate) fn letter() -> Letter {
        Letter {
            id: "0000.1".to_owned(),
            to: "ada@example.org".to_owned(),
            from: "Back Room".to_owned(),
            subject: "Your appointment on Tuesday".to_owned(),
            text: "Grüße,\nTuesday at ten.\n".to_owned(),
            lang: "en".to_owned(),
            calendar: Some(Invitation { method: "REQUEST", text: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned() }),
            made_s: 1_800_000_000,
        }
    }

    fn whole(letter: &Letter) -> String {
        String::from_utf8(written(letter, "desk@example.org").unwrap()).unwrap()
    }

    /// The headers, with folded lines put together.
    fn headers(text: &str) -> Vec<String> {
        let head = text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_letter_has_one_of_each_header_and_the_same_name_every_time() {
        let text = whole(&letter());
        for header in ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted"]
        {
            let found = headers(&text).iter().filter(|line| line.starts_with(&format!("{header}: "))).count();
            assert_eq!(found, 1, "{header}: {text}");
        }
        assert!(text.contains("Message-ID: <0000.1@example.org>"), "{text}");
        assert!(
            text.contains("text/calendar") && text.contains("method=\"REQUEST\"") | text.contains("method=REQUEST"),
            "{text}"
        );
        assert!(text.lines().all(|line| line.len() <= 998), "{text}");
    }

    #[test]
    fn no_name_and_no_text_makes_a_header_of_its_own() {
        let hostile = [
            "x\r\nBcc: eve@example.org",
            "x\nBcc: eve@example.org",
            "\"x\" <eve@example.org>",
            "x, eve@example.org",
            "Müller \u{202e}\u{0}",
            "=?utf-8?q?=0d=0aBcc:_eve@example.org?=",
            "(\\",
            &"ö".repeat(5000),
        ];
        for name in hostile {
            let letter = Letter { from: name.to_owned(), subject: name.to_owned(), ..letter() };
            let text = whole(&letter);
            let headers = headers(&text);
            assert!(!headers.iter().any(|line| line.to_lowercase().starts_with("bcc")), "{text}");
            let from: Vec<_> = headers.iter().filter(|line| line.starts_with("From: ")).collect();
            assert!(from.len() == 1 && from[0].ends_with("<desk@example.org>"), "{text}");
            assert!(headers.iter().all(|line| line.is_ascii()), "{text}");
            assert!(text.lines().all(|line| line.len() <= 998));
        }
    }
}
