//! The short code that a session saved as a file shows at its end: typed or scanned, it carries how the session went.
//!
//! Bits, in order: version 4, session 40, minutes from the making of the session to its beginning 12, minutes played 7,
//! scores before (pain, tension, stress) 4 each, scores after 4 each (15: not given), something new 2 (0 no, 1 yes,
//! 2 unknown, 3 not given), stopped 1, number of notes 3, notes (stop rule 5, minute 7) each, filled up to whole bytes;
//! then CRC-16/CCITT-FALSE of these bytes. Written in Crockford's base 32.

const VERSION: u32 = 1;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// A score that was not given.
const NOT_GIVEN: u32 = 15;

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The last ten hexadecimal digits of the session's id.
    pub session: String,
    /// Minutes from the making of the session to its beginning, 0 to 4095.
    pub begun_after_min: u16,
    /// Minutes played, 0 to 127.
    pub played_min: u8,
    /// Pain, tension and stress before it, 0 to 10 each.
    pub before: [Option<u8>; 3],
    /// Pain, tension and stress after it, 0 to 10 each.
    pub after: [Option<u8>; 3],
    /// Whether something new came: `no`, `yes` or `unknown`; nothing where it was not answered.
    pub sign: Option<&'static str>,
    /// Whether it was ended early.
    pub stopped: bool,
    /// What stop rules spoke, by number, and in which minute.
    pub notes: Vec<(u8, u8)>,
}

/// Why a code cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A letter that no code has.
    Letter(usize),
    /// Letters are missing, or there are too many.
    Length,
    /// A letter is wrong: the checksum does not fit.
    Checksum,
    /// A code of a later version.
    Version(u8),
    /// A number out of its range.
    Range,
}

/// Reads a code. Small letters, spaces and dashes make no difference; `O` is read as 0, `I` and `L` as 1.
///
/// # Errors
/// [`Wrong`] with what is wrong first.
pub fn read(text: &str) -> Result<Report, Wrong> {
    let bits = bits(text)?;
    let mut reader = Reader { bits: &bits, at: 0 };
    let version = reader.take(4)?;
    if version != VERSION {
        // A wrong letter at the beginning is more likely than a code of another version: that one has its checksum too.
        check(&bits, bits.len().saturating_sub(16) / 8 * 8)?;
        return Err(Wrong::Version(u8::try_from(version).unwrap_or(u8::MAX)));
    }
    let mut session = String::new();
    for _ in 0..10 {
        session.extend(char::from_digit(reader.take(4)?, 16));
    }
    let begun_after_min = u16::try_from(reader.take(12)?).unwrap_or(u16::MAX);
    let played_min = reader.small(7)?;
    let before = [reader.score()?, reader.score()?, reader.score()?];
    let after = [reader.score()?, reader.score()?, reader.score()?];
    let sign = reader.take(2)?;
    let stopped = reader.take(1)? == 1;
    let count = reader.take(3)?;
    let mut notes = Vec::new();
    for _ in 0..count {
        notes.push((reader.small(5)?, reader.small(7)?));
    }
    let length = reader.at.div_ceil(8) * 8;
    check(&bits, length)?;
    let before = before.into_iter().chain(after).collect::<Result<Vec<_>, _>>()?;
    let scores = |from: usize| [0, 1, 2].map(|at| before.get(from + at).copied().flatten());
    let sign = ["no", "yes", "unknown"].get(usize::try_from(sign).unwrap_or(usize::MAX)).copied();
    Ok(Report { session, begun_after_min, played_min, before: scores(0), after: scores(3), sign, stopped, notes })
}

fn bits(text: &str) -> Result<Vec<bool>, Wrong> {
    let mut bits = Vec::new();
    let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    for (letter, place) in letters.zip(1usize..) {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        };
        let value = LETTERS.iter().position(|known| char::from(*known) == letter).ok_or(Wrong::Letter(place))?;
        bits.extend((0..5).rev().map(|at| value >> at & 1 == 1));
    }
    if bits.is_empty() { Err(Wrong::Length) } else { Ok(bits) }
}

/// Compares the checksum, and that nothing but filling follows it.
fn check(bits: &[bool], length: usize) -> Result<(), Wrong> {
    let (Some(data), Some(sum)) = (bits.get(..length), bits.get(length..length + 16)) else {
        return Err(Wrong::Length);
    };
    let rest = bits.get(length + 16..).unwrap_or_default();
    if rest.len() >= 5 {
        return Err(Wrong::Length);
    }
    let sum = sum.iter().fold(0u32, |sum, bit| sum << 1 | u32::from(*bit));
    let bytes = data.chunks(8).map(|byte| byte.iter().fold(0u32, |sum, bit| sum << 1 | u32::from(*bit)));
    if crc16(bytes) == sum && !rest.contains(&true) { Ok(()) } else { Err(Wrong::Checksum) }
}

/// CRC-16/CCITT-FALSE.
fn crc16(bytes: impl Iterator<Item = u32>) -> u32 {
    bytes.fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ byte << 8, |crc, _| {
            let shifted = crc << 1;
            (if crc & 0x8000 != 0 { shifted ^ 0x1021 } else { shifted }) & 0xffff
        })
    })
}

struct Reader<'b> {
    bits: &'b [bool],
    at: usize,
}

impl Reader<'_> {
    fn take(&mut self, width: usize) -> Result<u32, Wrong> {
        let bits = self.bits.get(self.at..self.at + width).ok_or(Wrong::Length)?;
        self.at += width;
        Ok(bits.iter().fold(0, |sum, bit| sum << 1 | u32::from(*bit)))
    }

    fn small(&mut self, width: usize) -> Result<u8, Wrong> {
        self.take(width).map(|value| u8::try_from(value).unwrap_or(u8::MAX))
    }

    /// A score; the range is looked at once the checksum has been.
    fn score(&mut self) -> Result<Result<Option<u8>, Wrong>, Wrong> {
        Ok(match self.take(4)? {
            NOT_GIVEN => Ok(None),
            score @ 0..=10 => Ok(u8::try_from(score).ok()),
            _ => Err(Wrong::Range),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Wrong, crc16, read};

    fn written(report: &Report) -> String {
        let mut bits: Vec<bool> = Vec::new();
        let mut put = |value: u32, width: u32| bits.extend((0..width).rev().map(|at| value >> at & 1 == 1));
        put(1, 4);
        for digit in report.session.chars() {
            put(digit.to_digit(16).unwrap(), 4);
        }
        put(report.begun_after_min.into(), 12);
        put(report.played_min.into(), 7);
        for score in report.before.iter().chain(&report.after) {
            put(score.map_or(15, u32::from), 4);
        }
        put(
            report.sign.map_or(3, |sign| ["no", "yes", "unknown"].iter().position(|one| *one == sign).unwrap() as u32),
            2,
        );
        put(report.stopped.into(), 1);
        put(u32::try_from(report.notes.len()).unwrap(), 3);
        for (rule, minute) in &report.notes {
            put((*rule).into(), 5);
            put((*minute).into(), 7);
        }
        bits.resize(bits.len().div_ceil(8) * 8, false);
        with_sum(bits)
    }

    /// A code of any version over these bits.
    fn sealed(version: u8, data: &[bool]) -> String {
        let mut bits: Vec<bool> = (0..4).rev().map(|at| version >> at & 1 == 1).collect();
        bits.extend(data);
        bits.resize(bits.len().div_ceil(8) * 8, false);
        with_sum(bits)
    }

    fn with_sum(mut bits: Vec<bool>) -> String {
        let bytes = bits.chunks(8).map(|byte| byte.iter().fold(0u32, |sum, bit| sum << 1 | u32::from(*bit)));
        let sum = crc16(bytes.collect::<Vec<_>>().into_iter());
        bits.extend((0..16).rev().map(|at| sum >> at & 1 == 1));
        bits.resize(bits.len().div_ceil(5) * 5, false);
        let letter = |bits: &[bool]| bits.iter().fold(0usize, |sum, bit| sum << 1 | usize::from(*bit));
        bits.chunks(5).map(|five| char::from(super::LETTERS[letter(five)])).collect()
    }

    fn report() -> Report {
        Report {
            session: "0123456789".to_owned(),
            begun_after_min: 75,
            played_min: 14,
            before: [Some(5), Some(10), Some(0)],
            after: [Some(3), None, Some(2)],
            sign: Some("no"),
            stopped: true,
            notes: vec![(17, 6), (1, 9)],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let code = written(&report());
        assert_eq!(read(&code), Ok(report()));
        let typed = code.to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(read(&format!(" {} - {} ", &typed[..7], &typed[7..])), Ok(report()));
    }

    #[test]
    fn every_single_wrong_letter_and_every_swap_is_noticed() {
        let code = written(&report());
        for at in 0..code.len() {
            for letter in super::LETTERS.iter().map(|letter| char::from(*letter)) {
                let mut wrong: Vec<char> = code.chars().collect();
                if wrong[at] == letter {
                    continue;
                }
                wrong[at] = letter;
                let text: String = wrong.iter().collect();
                assert!(read(&text).is_err(), "{text}");
            }
            let mut swapped: Vec<char> = code.chars().collect();
            if at > 0 && swapped[at] != swapped[at - 1] {
                swapped.swap(at, at - 1);
                assert!(read(&swapped.iter().collect::<String>()).is_err());
            }
        }
    }

    #[test]
    fn missing_and_foreign_letters_are_explained() {
        let code = written(&report());
        assert_eq!(read(&code[..code.len() - 4]), Err(Wrong::Length));
        assert_eq!(read(""), Err(Wrong::Length));
        assert_eq!(read("2$"), Err(Wrong::Letter(2)));
        assert_eq!(read(&format!("Z{}", &code[1..])), Err(Wrong::Checksum), "a wrong first letter is a wrong letter");
        assert_eq!(read(&sealed(9, &[false; 60])), Err(Wrong::Version(9)));
    }
}
