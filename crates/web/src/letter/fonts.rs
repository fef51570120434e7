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
    of_those(machine, letters)
}

/// The same of the fonts that `find` finds; it is not asked where no letter needs one.
fn of_those<'f>(find: impl FnOnce() -> &'f Machine, letters: &BTreeSet<char>) -> (Vec<File>, BTreeSet<char>) {
    let (mut files, mut lacks) = (Vec::new(), BTreeSet::new());
    if letters.is_empty() {
        return (files, lacks);
    }
    let machine = find();
    let mut chosen: BTreeSet<ID> = BTreeSet::new();
    // The letters of one script are joined in one font.
    let mut scripts: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for letter in letters {
        let script = letter.script();
        let own = if matches!(script, Script::Common | Script::Inherited) { "" } else { script.full_name() };
        scripts.entry(own).or_default().insert(*letter);
    }
    for mut open in scripts.into_values() {
        while let Some((id, found)) = machine.best(&open, &chosen) {
            chosen.insert(id);
            open.retain(|letter| !found.contains(letter));
        }
        lacks.append(&mut open);
    }
    files.extend(
        chosen.into_iter().filter_map(|id| machine.found.with_face_data(id, |data, index| (data.to_vec(), index))),
    );
    (files, lacks)
}

/// The fonts of a machine.
struct Machine {
    found: Database,
    /// The order in which they are asked: the plain ones first, then by name.
    order: Vec<ID>,
}

impl Machine {
    fn of(found: Database) -> Self {
        let plain = |face: &FaceInfo| {
            let name = face.families.first().map_or("", |(name, _)| name.as_str());
            let odd = (face.style != Style::Normal, face.weight.0.abs_diff(REGULAR), face.monospaced);
            (odd, !name.contains("Sans"), name.to_owned())
        };
        let mut faces: Vec<_> = found.faces().map(|face| (plain(face), face.id)).collect();
        faces.sort();
        let order = faces.into_iter().map(|(_, id)| id).collect();
        Self { found, order }
    }

    /// The font that has the most of these letters, and which; of those already chosen, and of plain ones, the first. Once one
    /// has all of them, no further file is opened.
    fn best(&self, letters: &BTreeSet<char>, chosen: &BTreeSet<ID>) -> Option<(ID, BTreeSet<char>)> {
        if letters.is_empty() {
            return None;
        }
        let (first, others): (Vec<ID>, Vec<ID>) = self.order.iter().partition(|id| chosen.contains(id));
        let mut best: Option<(ID, BTreeSet<char>)> = None;
        for id in first.into_iter().chain(others) {
            if best.as_ref().is_some_and(|(_, found)| found.len() == letters.len()) {
                break;
            }
            let found = self.found.with_face_data(id, |data, index| shown(data, index, letters)).flatten();
            if let Some(found) = found.filter(|found| best.as_ref().is_none_or(|(_, most)| found.len() > most.len())) {
                best = Some((id, found));
            }
        }
        best
    }
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
fn machine() -> &'static Machine {
    static FOUND: OnceLock<Machine> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = Database::new();
        found.load_system_fonts();
        Machine::of(found)
    })
}

#[cfg(test)]
mod tests {
    use fontdb::{Database, FaceInfo, ID, Language, Source, Stretch, Style, Weight};

    use super::{Fonts, Machine, beyond, of_machine, of_those};

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

    #[test]
    fn letters_of_the_font_inside_look_for_no_other() {
        let none = beyond(["Ærøskøbing, Ελένη, Юлия, 7 of 10"].into_iter());
        let (files, lacks) = of_those(|| panic!("no font is looked for"), &none);
        assert!(files.is_empty() && lacks.is_empty());
    }

    #[test]
    fn one_font_that_has_all_letters_of_a_script_is_enough_and_else_two_share_them() {
        let mut found = Database::new();
        for name in ["joined.ttf", "boxes.otf"] {
            // They have no names of their own, by which files are known.
            found.push_face_info(FaceInfo {
                id: ID::dummy(),
                source: Source::File(format!("{}/tests/font/{name}", env!("CARGO_MANIFEST_DIR")).into()),
                index: 0,
                families: vec![(name.to_owned(), Language::English_UnitedStates)],
                post_script_name: name.to_owned(),
                style: Style::Normal,
                weight: Weight::NORMAL,
                stretch: Stretch::Normal,
                monospaced: false,
            });
        }
        let machine = Machine::of(found);
        let of = |text: &str| of_those(|| &machine, &text.chars().collect());
        assert_eq!((of("محمد").0.len(), of("李雷").0.len(), of("محمد李").0.len()), (1, 1, 2));
        let (files, lacks) = of("李\u{4e00}");
        assert_eq!((files.len(), lacks.iter().collect::<String>().as_str()), (1, "\u{4e00}"));
    }
}
