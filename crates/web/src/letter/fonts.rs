//! The fonts of a letter: the one inside the program, and those of the machine for what it does not have.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use fontdb::{Database, FaceInfo, ID, Style};
use rustybuzz::Face;
use ttf_parser::{Permissions, Tag};
use unicode_script::{Script, UnicodeScript};

/// DejaVu Sans Condensed: Latin, Greek, Cyrillic, Armenian and Georgian letters, none of which needs shaping; its licence lies
/// beside it.
const INSIDE: &[u8] = include_bytes!("../../assets/font/letters.ttf");
/// What a font of the usual weight has.
const REGULAR: u16 = 400;

/// The file of a font, and which of several in it.
pub(super) type File = (Vec<u8>, u32);

/// Whether a letter shows nothing by itself, and needs no font.
pub(super) fn is_silent(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// A font that can be asked for letters.
pub(super) struct Font<'f> {
    pub(super) face: Face<'f>,
    pub(super) data: &'f [u8],
    pub(super) index: u32,
    /// Units of its own in one em.
    pub(super) em: f32,
}

impl<'f> Font<'f> {
    fn read(data: &'f [u8], index: u32) -> Option<Self> {
        let face = Face::from_slice(data, index)?;
        let em = f32::from(u16::try_from(face.units_per_em()).ok().filter(|em| *em > 0)?);
        Some(Self { face, data, index, em })
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.face.glyph_index(letter).is_some()
    }

    /// How far a glyph goes on, in em.
    pub(super) fn advance(&self, glyph: u16) -> f32 {
        self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).map_or(0.0, f32::from) / self.em
    }
}

/// The fonts that a letter is written with; the first is the one inside the program.
pub(super) struct Fonts<'f> {
    pub(super) all: Vec<Font<'f>>,
}

impl<'f> Fonts<'f> {
    /// The font inside and these; nothing where the one inside cannot be read.
    pub(super) fn with(files: &'f [File]) -> Option<Self> {
        let mut all = vec![Font::read(INSIDE, 0)?];
        all.extend(files.iter().filter_map(|(data, index)| Font::read(data, *index)));
        Some(Self { all })
    }

    /// The first font that has all of these letters; else the first that has the first of them, else the one inside.
    pub(super) fn of(&self, letters: &str) -> usize {
        let shown = || letters.chars().filter(|letter| !is_silent(*letter));
        let all = self.all.iter().position(|font| shown().all(|letter| font.has(letter)));
        let first = || shown().next().and_then(|first| self.all.iter().position(|font| font.has(first)));
        all.or_else(first).unwrap_or(0)
    }

    pub(super) fn get(&self, font: usize) -> Option<&Font<'f>> {
        self.all.get(font)
    }
}

/// The letters of a text that the font inside does not have.
pub(super) fn beyond<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeSet<char> {
    let inside = Font::read(INSIDE, 0);
    let has = |letter: char| inside.as_ref().is_some_and(|font| font.has(letter));
    texts.flat_map(str::chars).filter(|letter| !is_silent(*letter) && !has(*letter)).collect()
}

/// The fonts of this machine that have these letters, and the letters that none of them has.
pub(super) fn of_machine(letters: &BTreeSet<char>) -> (Vec<File>, BTreeSet<char>) {
    let (mut files, mut lacks) = (Vec::new(), BTreeSet::new());
    if letters.is_empty() {
        return (files, lacks);
    }
    let mut chosen: BTreeSet<ID> = BTreeSet::new();
    // The letters of one script are joined in one font.
    let mut scripts: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for letter in letters {
        let script = letter.script();
        let own = if matches!(script, Script::Common | Script::Inherited) { "" } else { script.full_name() };
        scripts.entry(own).or_default().insert(*letter);
    }
    for mut open in scripts.into_values() {
        while let Some((id, found)) = best(&open, &chosen) {
            chosen.insert(id);
            open.retain(|letter| !found.contains(letter));
        }
        lacks.append(&mut open);
    }
    files.extend(
        chosen.into_iter().filter_map(|id| database().with_face_data(id, |data, index| (data.to_vec(), index))),
    );
    (files, lacks)
}

/// The font that has the most of these letters, and which; of those already chosen, and of plain ones, first.
fn best(letters: &BTreeSet<char>, chosen: &BTreeSet<ID>) -> Option<(ID, BTreeSet<char>)> {
    if letters.is_empty() {
        return None;
    }
    let plain = |face: &FaceInfo| {
        let name = face.families.first().map_or("", |(name, _)| name.as_str());
        let odd = (face.style != Style::Normal, face.weight.0.abs_diff(REGULAR), face.monospaced);
        (!chosen.contains(&face.id), odd, !name.contains("Sans"), name.to_owned())
    };
    let found = database().faces().filter_map(|face| {
        let found = database().with_face_data(face.id, |data, index| shown(data, index, letters)).flatten()?;
        Some((face, found))
    });
    let (face, found) = found.min_by_key(|(face, found)| (letters.len() - found.len(), plain(face)))?;
    Some((face.id, found))
}

/// Which of these letters a font has; nothing where there is none, or the font may not go into a file.
fn shown(data: &[u8], index: u32, letters: &BTreeSet<char>) -> Option<BTreeSet<char>> {
    let face = ttf_parser::Face::parse(data, index).ok()?;
    let raw = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag)).is_some();
    let may = face.permissions().is_none_or(|may| may != Permissions::Restricted) && face.is_subsetting_allowed();
    if !may || !(raw(b"glyf") || raw(b"CFF ")) {
        return None;
    }
    let found: BTreeSet<char> = letters.iter().copied().filter(|one| face.glyph_index(*one).is_some()).collect();
    (!found.is_empty()).then_some(found)
}

/// What fonts there are, looked for once.
fn database() -> &'static Database {
    static FOUND: OnceLock<Database> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = Database::new();
        found.load_system_fonts();
        found
    })
}

#[cfg(test)]
mod tests {
    use super::{Fonts, beyond, of_machine};

    #[test]
    fn the_font_has_the_letters_of_names() {
        let names = "ABCxyzäöüßéèçñåøłžşğőąęœÆþ–’“”…·0123456789ΑλέξηςЖюйїљԵրևան ქართული";
        assert_eq!(beyond([names].into_iter()).len(), 0);
        assert!(Fonts::with(&[]).is_some());
    }

    #[test]
    fn a_letter_that_no_font_can_have_is_named() {
        // A letter for private use that means nothing anywhere.
        let odd = beyond(["Ada \u{10fffd}"].into_iter());
        assert_eq!(odd.iter().collect::<String>(), "\u{10fffd}");
        let (files, lacks) = of_machine(&odd);
        assert!(files.is_empty() && lacks == odd);
    }
}
