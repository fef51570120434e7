//! A letter as a PDF: A4, the used letters of one font inside, text that can be searched and copied.

use std::collections::BTreeMap;

use pdf_writer::{
    Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::GlyphRemapper;
use ttf_parser::Face;

use super::{Letter, Section};
use crate::pages::track::chart::Chart;

/// DejaVu Sans Condensed: Latin, Greek, Cyrillic, Armenian and Georgian letters, none of which needs shaping; its licence lies
/// beside it.
const FONT: &[u8] = include_bytes!("../../assets/font/letters.ttf");
const NAME: Name<'static> = Name(b"SUPPLE+DejaVuSansCondensed");
/// What stands where the font has no letter.
const UNKNOWN: char = '?';
const INFO: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A4, in points.
const WIDE: f32 = 595.0;
const HIGH: f32 = 842.0;
const MARGIN: f32 = 56.0;
/// Letters and the distance of lines.
const BODY: f32 = 10.0;
const HEAD: f32 = 12.0;
const TITLE: f32 = 18.0;
const SMALL: f32 = 8.0;
const LEADING: f32 = 1.4;
/// The chart, as wide as its drawing.
const CHART_HIGH: f32 = 150.0;
/// Everything this much smaller, where that brings it onto one page; letters stay readable on paper.
const SMALLER: [f32; 4] = [1.0, 0.94, 0.88, 0.82];

/// The font's numbers.
struct Font<'f> {
    face: Face<'f>,
    /// Units of its own in one em.
    em: f32,
}

impl Font<'_> {
    fn has(&self, letter: char) -> bool {
        self.face.glyph_index(letter).is_some()
    }

    /// The glyph of a letter; that of [`UNKNOWN`] for one that the font does not have.
    fn glyph(&self, letter: char) -> u16 {
        let found = self.face.glyph_index(letter).or_else(|| self.face.glyph_index(UNKNOWN));
        found.map_or(0, |glyph| glyph.0)
    }

    fn advance(&self, glyph: u16) -> f32 {
        self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).map_or(0.0, f32::from) / self.em
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(self.glyph(letter))).sum::<f32>() * size
    }

    /// Broken where it does not fit any more; a word that is too long by itself stands on a line of its own.
    fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        for word in text.split_whitespace() {
            let Some(line) = lines.last_mut() else { continue };
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || self.width(&longer, size) <= room {
                *line = longer;
            } else {
                lines.push(word.to_owned());
            }
        }
        lines
    }
}

/// Pages that are written one line after another.
struct Writer<'f> {
    font: &'f Font<'f>,
    pages: Vec<Content>,
    /// The glyphs that go into the file, under new numbers.
    glyphs: GlyphRemapper,
    /// What each new number stands for.
    used: BTreeMap<u16, char>,
    /// How far down it is written, from the lower edge.
    y: f32,
    /// How much smaller than usual everything is.
    scale: f32,
}

impl Writer<'_> {
    fn page(&mut self) -> Option<&mut Content> {
        if self.pages.is_empty() {
            self.pages.push(Content::new());
        }
        self.pages.last_mut()
    }

    /// Makes room: on the next page where this one has none.
    fn need(&mut self, high: f32) {
        if self.y - high < MARGIN && !self.pages.is_empty() {
            self.pages.push(Content::new());
            self.y = HIGH - MARGIN;
        }
    }

    fn line(&mut self, text: &str, size: f32, x: f32, y: f32) {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for letter in text.chars() {
            let letter = if self.font.has(letter) { letter } else { UNKNOWN };
            let glyph = self.glyphs.remap(self.font.glyph(letter));
            self.used.entry(glyph).or_insert(letter);
            bytes.extend_from_slice(&glyph.to_be_bytes());
        }
        if let Some(page) = self.page() {
            page.begin_text().set_font(NAME, size).next_line(x, y).show(Str(&bytes)).end_text();
        }
    }

    fn text(&mut self, text: &str, size: f32) {
        let size = size * self.scale;
        for line in self.font.lines(text, size, WIDE - 2.0 * MARGIN) {
            self.need(size * LEADING);
            self.y -= size * LEADING;
            self.line(&line, size, MARGIN, self.y);
        }
    }

    fn section(&mut self, section: &Section) {
        // A heading does not stand alone at the end of a page.
        self.need(((HEAD + BODY) * LEADING + 10.0) * self.scale);
        self.y -= 8.0 * self.scale;
        self.text(&section.title, HEAD);
        for (line, at) in section.lines.iter().zip(0usize..) {
            self.text(line, if at >= section.small_from { SMALL } else { BODY });
        }
        if let Some(chart) = &section.chart {
            self.need((CHART_HIGH + 12.0) * self.scale);
            self.y -= (CHART_HIGH + 8.0) * self.scale;
            self.chart(chart);
        }
    }

    /// The chart with its lower edge at the present line.
    fn chart(&mut self, chart: &Chart) {
        let drawn = chart.drawn();
        let scale = CHART_HIGH * self.scale / drawn.high;
        let (base, small) = (self.y, SMALL * self.scale);
        let at = |(x, y): (f32, f32)| (MARGIN + x * scale, base + (drawn.high - y) * scale);
        let Some(page) = self.page() else { return };
        page.save_state();
        if let Some((from, to)) = drawn.band {
            let ((left, bottom), (right, top)) = (at(from), at(to));
            page.set_fill_gray(0.88).rect(left, bottom, right - left, top - bottom).fill_nonzero();
        }
        page.set_line_width(0.5).set_stroke_gray(0.7);
        for (from, to, _) in &drawn.rules {
            let ((x, y), (u, v)) = (at(*from), at(*to));
            page.move_to(x, y).line_to(u, v).stroke();
        }
        page.set_line_width(1.2).set_stroke_gray(0.15);
        for (from, to) in &drawn.joins {
            let ((x, y), (u, v)) = (at(*from), at(*to));
            page.move_to(x, y).line_to(u, v).stroke();
        }
        for (dot, filled) in &drawn.dots {
            let (x, y) = at(*dot);
            page.set_fill_gray(if *filled { 0.15 } else { 1.0 });
            circle(page, x, y, 2.8);
        }
        page.restore_state();
        for (_, (x, y), value) in &drawn.rules {
            // The number stands left of its line.
            let (_, line) = at((*x, *y));
            self.line(value, small, MARGIN, line - 3.0);
        }
        if let Some((x, y, says)) = &drawn.band_says {
            let (x, y) = at((*x, *y));
            self.line(says, small, x, y);
        }
        for (x, label) in &drawn.labels {
            let (x, _) = at((*x, 0.0));
            let width = self.font.width(label, small);
            let x = (x - width / 2.0).clamp(MARGIN, WIDE - MARGIN - width);
            self.line(label, small, x, base);
        }
    }
}

/// A circle of four curves, filled and outlined.
fn circle(page: &mut Content, x: f32, y: f32, r: f32) {
    // So far from the corner does a curve have to reach to come nearest to a quarter of a circle.
    let k = r * 0.552_284_8;
    page.move_to(x + r, y)
        .cubic_to(x + r, y + k, x + k, y + r, x, y + r)
        .cubic_to(x - k, y + r, x - r, y + k, x - r, y)
        .cubic_to(x - r, y - k, x - k, y - r, x, y - r)
        .cubic_to(x + k, y - r, x + r, y - k, x + r, y)
        .close_path()
        .fill_nonzero_and_stroke();
}

/// Whether something in the letter is written in letters that the file cannot show.
pub(crate) fn lacks_letters(letter: &Letter) -> bool {
    let Ok(face) = Face::parse(FONT, 0) else { return true };
    let sections = letter.sections.iter().flat_map(|section| section.lines.iter().chain([&section.title]));
    let mut all = sections.chain([&letter.title, &letter.head, &letter.foot]).flat_map(|text| text.chars());
    all.any(|one| !one.is_whitespace() && face.glyph_index(one).is_none())
}

/// The letter as a file; nothing where the font inside the program cannot be read.
pub(crate) fn pdf(letter: &Letter, lang: &str) -> Option<Vec<u8>> {
    let face = Face::parse(FONT, 0).ok()?;
    let font = Font { em: f32::from(face.units_per_em()), face };
    // On one page, as small as that may need; what is too long even so has its usual size.
    let one = SMALLER.into_iter().map(|scale| written(&font, letter, scale)).find(|writer| writer.pages.len() < 2);
    let Writer { pages, glyphs, used, .. } = one.unwrap_or_else(|| written(&font, letter, 1.0));
    let data = subsetter::subset(FONT, 0, &glyphs).ok()?;
    Some(file(&Embedded { font: &font, glyphs, data, used }, letter, lang, pages))
}

/// The letter on pages, everything this much smaller than usual.
fn written<'f>(font: &'f Font<'f>, letter: &Letter, scale: f32) -> Writer<'f> {
    let mut writer = Writer {
        font,
        pages: Vec::new(),
        glyphs: GlyphRemapper::new(),
        used: BTreeMap::new(),
        y: HIGH - MARGIN,
        scale,
    };
    writer.text(&letter.title, TITLE);
    writer.y -= 4.0 * scale;
    writer.text(&letter.head, SMALL);
    for section in &letter.sections {
        writer.section(section);
    }
    writer.y -= 10.0 * scale;
    writer.text(&letter.foot, SMALL);
    writer
}

/// The part of the font that goes into the file.
struct Embedded<'f> {
    font: &'f Font<'f>,
    glyphs: GlyphRemapper,
    data: Vec<u8>,
    used: BTreeMap<u16, char>,
}

fn file(embedded: &Embedded<'_>, letter: &Letter, lang: &str, pages: Vec<Content>) -> Vec<u8> {
    let font = embedded.font;
    let mut next = 1;
    let mut id = || {
        let now = Ref::new(next);
        next += 1;
        now
    };
    let (catalog, tree, info, font_id) = (id(), id(), id(), id());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr(lang));
    pdf.document_info(info).title(TextStr(&letter.title)).producer(TextStr("Supple"));
    let pages: Vec<(Ref, Ref, Content)> = pages.into_iter().map(|content| (id(), id(), content)).collect();
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages.iter().map(|(page, _, _)| *page)).count(count);
    for (page_id, content_id, content) in pages {
        let mut page = pdf.page(page_id);
        page.media_box(Rect::new(0.0, 0.0, WIDE, HIGH)).parent(tree).contents(content_id);
        page.resources().fonts().pair(NAME, font_id);
        page.finish();
        pdf.stream(content_id, &content.finish());
    }
    let (cid, descriptor, unicode, data) = (id(), id(), id(), id());
    pdf.type0_font(font_id)
        .base_font(NAME)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut described = pdf.cid_font(cid);
    described.subtype(CidFontType::Type2).base_font(NAME).system_info(INFO).font_descriptor(descriptor);
    described.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
    let widths = embedded.glyphs.remapped_gids().map(|glyph| font.advance(glyph) * 1000.0);
    described.widths().consecutive(0, widths);
    described.finish();
    let thousand = |units: i16| f32::from(units) * 1000.0 / font.em;
    let bounds = font.face.global_bounding_box();
    pdf.font_descriptor(descriptor)
        .name(NAME)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(thousand(bounds.x_min), thousand(bounds.y_min), thousand(bounds.x_max), thousand(bounds.y_max)))
        .italic_angle(0.0)
        .ascent(thousand(font.face.ascender()))
        .descent(thousand(font.face.descender()))
        .cap_height(thousand(font.face.capital_height().unwrap_or_else(|| font.face.ascender())))
        .stem_v(80.0)
        .font_file2(data);
    let mut map = UnicodeCmap::new(NAME, INFO);
    for (glyph, letter) in &embedded.used {
        map.pair(*glyph, *letter);
    }
    pdf.cmap(unicode, &map.finish());
    let length = i32::try_from(embedded.data.len()).unwrap_or(i32::MAX);
    pdf.stream(data, &embedded.data).pair(Name(b"Length1"), length);
    pdf.finish()
}

#[cfg(test)]
mod tests {
    use super::{FONT, Font, lacks_letters, pdf};
    use crate::letter::{Letter, Section};
    use ttf_parser::Face;

    fn letter(lines: usize) -> Letter {
        Letter {
            title: "Summary for the doctor".to_owned(),
            head: String::new(),
            sections: vec![Section {
                title: "Zoë Žižek, Łódź".to_owned(),
                lines: vec!["It hurts. ".repeat(60); lines],
                chart: None,
                is_name: false,
                small_from: usize::MAX,
            }],
            foot: "漢字".to_owned(),
        }
    }

    #[test]
    fn a_long_letter_goes_on_on_the_next_page() {
        let pages = |lines| {
            let file = pdf(&letter(lines), "en").unwrap();
            let text = String::from_utf8_lossy(&file).into_owned();
            assert!(text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"));
            text.matches("/Type /Page\n").count() + text.matches("/Type /Page ").count()
        };
        assert_eq!(pages(1), 1);
        assert_eq!(pages(8), 1, "a little too long is written smaller");
        assert_eq!(pages(20), 3);
    }

    #[test]
    fn the_font_has_the_letters_of_names() {
        let face = Face::parse(FONT, 0).unwrap();
        for letter in "ABCxyzäöüßéèçñåøłžşğőąęœÆþ–’“”…·0123456789ΑλέξηςЖюйїљԵրևան ქართული".chars()
        {
            assert!(face.glyph_index(letter).is_some(), "{letter}");
        }
    }

    #[test]
    fn what_the_file_cannot_show_is_known_and_never_read_as_something_else() {
        let named = |name: &str| {
            let mut letter = letter(1);
            letter.foot = String::new();
            letter.sections[0].title = name.to_owned();
            letter
        };
        assert!(!lacks_letters(&named("Αλέξης Жуков")));
        assert!(lacks_letters(&named("محمد")) && lacks_letters(&named("李雷")));
        // Each glyph stands for one letter, and what is not there for a question mark.
        let file = String::from_utf8_lossy(&pdf(&named("李 Λ"), "en").unwrap()).into_owned();
        assert!(file.contains("<003F>") && file.contains("<039B>") && !file.contains("<674E>"), "{file}");
        assert!(file.len() < 60_000, "only the used letters are inside: {}", file.len());
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        let face = Face::parse(FONT, 0).unwrap();
        let font = Font { em: f32::from(face.units_per_em()), face };
        let text = "Some words of different length, and an extraordinarily longish one. ".repeat(9);
        let lines = font.lines(&text, 10.0, 200.0);
        assert!(lines.len() > 5 && lines.iter().all(|line| font.width(line, 10.0) <= 200.0));
        assert_eq!(lines.join(" "), text.trim());
    }
}
