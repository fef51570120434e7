//! Lines of glyphs: in the order in which they stand, joined and placed as their script asks for, broken where they do not fit.

use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::BidiInfo;
use unicode_script::{Script, UnicodeScript};

use super::fonts::{Font, Fonts, is_silent};

/// A glyph where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u16,
    /// How far it goes on, in em.
    pub(super) advance: f32,
    /// How far beside its place it stands, in em.
    pub(super) shift: (f32, f32),
    /// The letters that it stands for; none for what goes on with the glyph before.
    pub(super) text: String,
}

/// Glyphs of one font, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) font: usize,
    pub(super) glyphs: Vec<Glyph>,
    /// What stands there, in the order in which it is read.
    pub(super) text: String,
    /// One glyph after the other, one for each letter: it can be read back from them alone.
    pub(super) plain: bool,
}

/// Part of a text in one font and one script.
struct Piece {
    font: usize,
    script: Script,
    text: String,
    plain: bool,
}

/// A letter with what belongs to it, such as accents.
fn clusters(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for letter in text.chars() {
        let goes_on = letter.script() == Script::Inherited || is_silent(letter) && !letter.is_whitespace();
        match all.last_mut().filter(|_| goes_on) {
            Some(last) => last.push(letter),
            None => all.push(letter.to_string()),
        }
    }
    all
}

fn pieces(fonts: &Fonts<'_>, text: &str) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for cluster in clusters(text) {
        let script = cluster.chars().next().map_or(Script::Common, |letter| letter.script());
        let shared = matches!(script, Script::Common | Script::Inherited);
        let plain = cluster.chars().nth(1).is_none();
        // Spaces and signs stand in the font of what is beside them.
        let fits = |last: &&mut Piece| {
            let has = |font: &Font<'_>| cluster.chars().all(|letter| is_silent(letter) || font.has(letter));
            let same = shared || last.script == script || last.script == Script::Common;
            same && fonts.get(last.font).is_some_and(has) && (shared || fonts.of(&cluster) == last.font)
        };
        match all.last_mut().filter(fits) {
            Some(last) => {
                last.text.push_str(&cluster);
                last.plain &= plain;
                if !shared {
                    last.script = script;
                }
            }
            None => {
                let script = if shared { Script::Common } else { script };
                all.push(Piece { font: fonts.of(&cluster), script, text: cluster, plain });
            }
        }
    }
    all
}

/// What a line comes to, from left to right.
pub(super) fn shaped(fonts: &Fonts<'_>, text: &str) -> Vec<Run> {
    let bidi = BidiInfo::new(text, None);
    let mut runs = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in visual {
            let back = levels.get(range.start).is_some_and(|level| level.is_rtl());
            let pieces = pieces(fonts, text.get(range).unwrap_or_default());
            let shaped = pieces.into_iter().filter_map(|piece| glyphs(fonts, piece, back));
            if back {
                runs.extend(shaped.collect::<Vec<_>>().into_iter().rev());
            } else {
                runs.extend(shaped);
            }
        }
    }
    runs
}

fn glyphs(fonts: &Fonts<'_>, piece: Piece, back: bool) -> Option<Run> {
    let font = fonts.get(piece.font)?;
    // The font inside needs no shaping.
    if piece.font == 0 && piece.plain && !back {
        let one = |letter: char| {
            let id = font.face.glyph_index(letter).map_or(0, |glyph| glyph.0);
            Glyph { id, advance: font.advance(id), shift: (0.0, 0.0), text: letter.to_string() }
        };
        let glyphs = piece.text.chars().filter(|letter| !is_silent(*letter) || *letter == ' ').map(one).collect();
        return Some(Run { font: 0, glyphs, text: piece.text, plain: true });
    }
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&piece.text);
    buffer.set_direction(if back { Direction::RightToLeft } else { Direction::LeftToRight });
    let made = rustybuzz::shape(&font.face, &[], buffer);
    let em = |units: i32| i16::try_from(units).map_or(0.0, f32::from) / font.em;
    let starts: Vec<usize> = made.glyph_infos().iter().map(|info| as_index(info.cluster)).collect();
    let mut ends = starts.clone();
    ends.push(piece.text.len());
    ends.sort_unstable();
    let mut told: Vec<usize> = Vec::new();
    let glyphs = made.glyph_infos().iter().zip(made.glyph_positions()).zip(&starts).map(|((info, at), start)| {
        let end = ends.iter().copied().find(|end| end > start).unwrap_or(*start);
        let text = if told.contains(start) { "" } else { piece.text.get(*start..end).unwrap_or_default() };
        told.push(*start);
        Glyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: em(at.x_advance),
            shift: (em(at.x_offset), em(at.y_offset)),
            text: text.to_owned(),
        }
    });
    let glyphs = glyphs.collect();
    Some(Run { font: piece.font, glyphs, text: piece.text, plain: false })
}

fn as_index(cluster: u32) -> usize {
    usize::try_from(cluster).unwrap_or(usize::MAX)
}

/// How wide a text is, in em.
pub(super) fn width(fonts: &Fonts<'_>, text: &str) -> f32 {
    shaped(fonts, text).iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.advance).sum()
}

/// Broken between words where it does not fit any more; a word that is too long by itself, or is written without spaces, between
/// its letters. `room` in em.
pub(super) fn lines(fonts: &Fonts<'_>, text: &str, room: f32) -> Vec<String> {
    let space = width(fonts, " ");
    let (mut lines, mut used) = (vec![String::new()], 0.0);
    for word in text.split_whitespace() {
        let wide = width(fonts, word);
        let Some(line) = lines.last_mut() else { continue };
        let gap = if line.is_empty() { 0.0 } else { space };
        if used + gap + wide <= room {
            if gap > 0.0 {
                line.push(' ');
            }
            line.push_str(word);
            used += gap + wide;
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        used = 0.0;
        let parts = if wide <= room { vec![word.to_owned()] } else { clusters(word) };
        for part in parts {
            let wide = width(fonts, &part);
            if used > 0.0 && used + wide > room {
                lines.push(String::new());
                used = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(&part);
            }
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Run, lines, shaped, width};
    use crate::letter::fonts::{File, Fonts};

    /// A few Arabic and Hebrew letters of DejaVu Sans, with the rules that join them; a made-up font with outlines of the other
    /// kind that has 李 and 雷.
    fn files() -> Vec<File> {
        let read = |name: &str| {
            let path = format!("{}/tests/font/{name}", env!("CARGO_MANIFEST_DIR"));
            (std::fs::read(path).unwrap(), 0)
        };
        vec![read("joined.ttf"), read("boxes.otf")]
    }

    fn texts(runs: &[Run]) -> Vec<(usize, &str)> {
        runs.iter().map(|run| (run.font, run.text.as_str())).collect()
    }

    #[test]
    fn a_name_that_is_read_from_the_right_is_joined_and_stands_in_its_order() {
        let files = files();
        let fonts = Fonts::with(&files).unwrap();
        let runs = shaped(&fonts, "For محمد, today");
        assert_eq!(texts(&runs), [(0, "For "), (1, "محمد"), (0, ", today")]);
        // Four letters, the last of them leftmost; joined, none has the shape that it has alone.
        let glyphs: Vec<u16> = runs[1].glyphs.iter().map(|glyph| glyph.id).collect();
        let alone: Vec<u16> = "محمد".chars().map(|letter| fonts.all[1].face.glyph_index(letter).unwrap().0).collect();
        assert_eq!(glyphs.len(), 4);
        assert!(glyphs[3] != alone[0] && glyphs[1] != alone[2], "the two مs have two shapes: {glyphs:?} {alone:?}");
        assert_eq!(runs[1].glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<Vec<_>>(), ["د", "م", "ح", "م"]);
        let hebrew = shaped(&fonts, "דנה 12");
        let all: String = hebrew.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(all, "12 הנד", "numbers keep their order");
    }

    #[test]
    fn what_is_written_without_spaces_is_broken_between_letters() {
        let files = files();
        let fonts = Fonts::with(&files).unwrap();
        let long = "李雷".repeat(40);
        let broken = lines(&fonts, &format!("Name: {long}"), 20.0);
        assert!(broken.len() > 3 && broken.iter().all(|line| width(&fonts, line) <= 20.0), "{broken:?}");
        assert_eq!(broken.concat(), format!("Name:{long}"));
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        let fonts = Fonts::with(&[]).unwrap();
        let text = "Some words of different length, and an extraordinarily longish one. ".repeat(9);
        let broken = lines(&fonts, &text, 20.0);
        assert!(broken.len() > 5 && broken.iter().all(|line| width(&fonts, line) <= 20.0));
        assert_eq!(broken.join(" "), text.trim());
    }
}
