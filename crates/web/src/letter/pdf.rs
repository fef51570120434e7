//! A letter as a PDF: A4, the used letters of its fonts inside, text that can be searched and copied.

use std::collections::{BTreeMap, BTreeSet};

use pdf_writer::{
    Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::GlyphRemapper;
use ttf_parser::{RawFace, Tag};

use super::{
    Letter, Section, fit,
    fonts::{self, File, Font, Fonts},
    shape::{self, Run},
};
use crate::{pages::track::chart::Chart, voice::Voice};

const INFO: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// What the fonts inside a file are called: so that it shows that they are parts of fonts.
const TAG: &str = "SUPPLE";
/// So many letters that cannot be written are named.
const NAMED: usize = 12;

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
const SMALLER: [f32; 4] = [1.0, 0.94, 0.88, SMALLEST];
const SMALLEST: f32 = 0.82;

/// Pages that are written one line after another.
struct Writer<'f> {
    fonts: &'f Fonts<'f>,
    pages: Vec<Content>,
    /// For each font, the glyphs that go into the file, under new numbers, and what each new number stands for.
    used: Vec<(GlyphRemapper, BTreeMap<u16, String>)>,
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

    fn line(&mut self, text: &str, size: f32, mut x: f32, y: f32) {
        for run in shape::shaped(self.fonts, text) {
            let wide: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            self.run(&run, size, x, y);
            x += wide * size;
        }
    }

    /// Writes glyphs of one font. Those that cannot be read back one by one carry what they say with them.
    fn run(&mut self, run: &Run, size: f32, mut x: f32, y: f32) {
        let Some((glyphs, says)) = self.used.get_mut(run.font) else { return };
        let mut shown = Vec::with_capacity(run.glyphs.len());
        for glyph in &run.glyphs {
            let id = glyphs.remap(glyph.id);
            if !glyph.text.is_empty() {
                says.entry(id).or_insert_with(|| glyph.text.clone());
            }
            shown.push((id.to_be_bytes(), x + glyph.shift.0 * size, y + glyph.shift.1 * size));
            x += glyph.advance * size;
        }
        let (name, plain) = (name(run.font), run.plain);
        let (Some((_, first, _)), Some(page)) = (shown.first().copied(), self.page()) else { return };
        if plain {
            let bytes: Vec<u8> = shown.iter().flat_map(|(id, _, _)| *id).collect();
            page.begin_text().set_font(Name(name.as_bytes()), size).next_line(first, y).show(Str(&bytes)).end_text();
            return;
        }
        page.begin_marked_content_with_properties(Name(b"Span")).properties().actual_text(TextStr(&run.text));
        page.begin_text().set_font(Name(name.as_bytes()), size);
        for (id, x, y) in shown {
            page.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]).show(Str(&id));
        }
        page.end_text().end_marked_content();
    }

    fn text(&mut self, text: &str, size: f32) {
        let size = size * self.scale;
        for line in shape::lines(self.fonts, text, (WIDE - 2.0 * MARGIN) / size) {
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
        if let Some((chart, hundredths)) = &section.chart {
            let high = CHART_HIGH * u16::try_from(*hundredths).map_or(1.0, f32::from) / 100.0;
            self.need((high + 12.0) * self.scale);
            self.y -= (high + 8.0) * self.scale;
            self.chart(chart, high);
        }
    }

    /// The chart with its lower edge at the present line.
    fn chart(&mut self, chart: &Chart, high: f32) {
        let drawn = chart.drawn();
        let scale = high * self.scale / drawn.high;
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
        for (x, label) in &drawn.labels {
            let (x, _) = at((*x, 0.0));
            let width = shape::width(self.fonts, label) * small;
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

/// What a letter says, wherever it stands.
fn texts(letter: &Letter) -> impl Iterator<Item = &str> {
    let sections = letter.sections.iter().flat_map(|section| section.lines.iter().chain([&section.title]));
    sections.chain([&letter.title, &letter.head, &letter.foot]).map(String::as_str)
}

/// The fonts that a letter needs beside the one inside, or the letters that no font of this machine has.
fn needed(letter: &Letter) -> Result<Vec<File>, BTreeSet<char>> {
    let (files, lacks) = fonts::of_machine(&fonts::beyond(texts(letter)));
    if lacks.is_empty() { Ok(files) } else { Err(lacks) }
}

/// The letters that a file could not show here, as they would be named to somebody; none where it can be written.
pub(crate) fn lacking(letter: &Letter) -> String {
    needed(letter).err().map(|lacks| named(&lacks)).unwrap_or_default()
}

/// The first of them, with a gap between.
fn named(lacks: &BTreeSet<char>) -> String {
    let first: Vec<String> = lacks.iter().take(NAMED).map(char::to_string).collect();
    if lacks.len() > NAMED { format!("{} …", first.join(" ")) } else { first.join(" ") }
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// No font of this machine has these letters.
    Letters(String),
    /// A font cannot be read.
    Font,
}

/// The letter as a file.
///
/// # Errors
/// No font of this machine has some of its letters; a font cannot be read.
pub(crate) fn pdf(letter: &Letter, v: &Voice) -> Result<Vec<u8>, NoFile> {
    let files = needed(letter).map_err(|lacks| NoFile::Letters(named(&lacks)))?;
    with(&files, letter, v).ok_or(NoFile::Font)
}

/// The letter as a file, with these fonts.
fn with(files: &[File], letter: &Letter, v: &Voice) -> Option<Vec<u8>> {
    let fonts = Fonts::with(files)?;
    // On one page: first as small as that may need, then as short.
    let fits = |writer: &Writer<'_>| writer.pages.len() < 2;
    let smaller = SMALLER.into_iter().map(|scale| written(&fonts, letter, scale)).find(fits);
    let shorter = || {
        let mut steps = (1..=fit::STEPS).map(|steps| written(&fonts, &fit::shortened(v, letter, steps), SMALLEST));
        steps.find(fits)
    };
    let Writer { pages, used, .. } = smaller.or_else(shorter).unwrap_or_else(|| written(&fonts, letter, 1.0));
    let embedded = fonts.all.iter().zip(used).zip(0usize..);
    let embedded: Option<Vec<Embedded<'_>>> = embedded
        .filter(|((_, (_, says)), _)| !says.is_empty())
        .map(|((font, (glyphs, says)), at)| {
            let data = subsetter::subset(font.data, font.index, &glyphs).ok()?;
            let outlines = RawFace::parse(&data, 0).ok().and_then(|raw| raw.table(Tag::from_bytes(b"CFF ")));
            let cubic = outlines.map(<[u8]>::to_vec);
            Some(Embedded { name: name(at), font, glyphs, says, cubic: cubic.is_some(), data: cubic.unwrap_or(data) })
        })
        .collect();
    Some(file(&embedded?, letter, v.lang(), pages))
}

/// What a font is called inside a file.
fn name(font: usize) -> String {
    format!("{TAG}+Letters{font}")
}

/// The letter on pages, everything this much smaller than usual.
fn written<'f>(fonts: &'f Fonts<'f>, letter: &Letter, scale: f32) -> Writer<'f> {
    let used = fonts.all.iter().map(|_| (GlyphRemapper::new(), BTreeMap::new())).collect();
    let mut writer = Writer { fonts, pages: Vec::new(), used, y: HIGH - MARGIN, scale };
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

/// The part of a font that goes into the file.
struct Embedded<'f> {
    name: String,
    font: &'f Font<'f>,
    glyphs: GlyphRemapper,
    says: BTreeMap<u16, String>,
    /// Whether its outlines are of the kind that a file keeps alone (CFF).
    cubic: bool,
    data: Vec<u8>,
}

fn file(fonts: &[Embedded<'_>], letter: &Letter, lang: &str, pages: Vec<Content>) -> Vec<u8> {
    let mut next = 1;
    let mut id = || {
        let now = Ref::new(next);
        next += 1;
        now
    };
    let (catalog, tree, info) = (id(), id(), id());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr(lang));
    pdf.document_info(info).title(TextStr(&letter.title)).producer(TextStr("Supple"));
    let fonts: Vec<([Ref; 5], &Embedded<'_>)> =
        fonts.iter().map(|font| ([id(), id(), id(), id(), id()], font)).collect();
    let pages: Vec<(Ref, Ref, Content)> = pages.into_iter().map(|content| (id(), id(), content)).collect();
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages.iter().map(|(page, _, _)| *page)).count(count);
    for (page_id, content_id, content) in pages {
        let mut page = pdf.page(page_id);
        page.media_box(Rect::new(0.0, 0.0, WIDE, HIGH)).parent(tree).contents(content_id);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (ids, font) in &fonts {
            named.pair(Name(font.name.as_bytes()), ids[0]);
        }
        named.finish();
        resources.finish();
        page.finish();
        pdf.stream(content_id, &content.finish());
    }
    for (ids, font) in fonts {
        embed(&mut pdf, ids, font);
    }
    pdf.finish()
}

/// Writes a font into the file.
fn embed(pdf: &mut Pdf, [outer, cid, descriptor, unicode, data]: [Ref; 5], embedded: &Embedded<'_>) {
    let (font, name) = (embedded.font, Name(embedded.name.as_bytes()));
    // The outer font of outlines that are kept alone is named with how its letters are numbered.
    let whole = format!("{}-Identity-H", embedded.name);
    let whole = if embedded.cubic { Name(whole.as_bytes()) } else { name };
    pdf.type0_font(outer)
        .base_font(whole)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut described = pdf.cid_font(cid);
    described.subtype(if embedded.cubic { CidFontType::Type0 } else { CidFontType::Type2 });
    described.base_font(name).system_info(INFO).font_descriptor(descriptor).default_width(0.0);
    if !embedded.cubic {
        described.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let widths = embedded.glyphs.remapped_gids().map(|glyph| font.advance(glyph) * 1000.0);
    described.widths().consecutive(0, widths);
    described.finish();
    let thousand = |units: i16| f32::from(units) * 1000.0 / font.em;
    let bounds = font.face.global_bounding_box();
    let mut described = pdf.font_descriptor(descriptor);
    described
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(thousand(bounds.x_min), thousand(bounds.y_min), thousand(bounds.x_max), thousand(bounds.y_max)))
        .italic_angle(0.0)
        .ascent(thousand(font.face.ascender()))
        .descent(thousand(font.face.descender()))
        .cap_height(thousand(font.face.capital_height().unwrap_or_else(|| font.face.ascender())))
        .stem_v(80.0);
    if embedded.cubic {
        described.font_file3(data);
    } else {
        described.font_file2(data);
    }
    described.finish();
    let mut map = UnicodeCmap::new(name, INFO);
    for (glyph, says) in &embedded.says {
        map.pair_with_multiple(*glyph, says.chars());
    }
    pdf.cmap(unicode, &map.finish());
    let mut stream = pdf.stream(data, &embedded.data);
    if embedded.cubic {
        stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    } else {
        stream.pair(Name(b"Length1"), i32::try_from(embedded.data.len()).unwrap_or(i32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use supple_words::Words;

    use super::{NoFile, lacking, pdf, with};
    use crate::{
        letter::{Letter, Section, fonts::File},
        voice::Voice,
    };

    fn voice() -> Voice {
        Voice::new(Arc::new(Words::load("en").unwrap()))
    }

    fn letter(lines: usize) -> Letter {
        Letter {
            title: "Summary for the doctor".to_owned(),
            head: String::new(),
            sections: vec![Section {
                part: "screening",
                title: "Zoë Žižek, Łódź".to_owned(),
                lines: vec!["It hurts. ".repeat(60); lines],
                chart: None,
                is_name: false,
                small_from: usize::MAX,
            }],
            foot: String::new(),
        }
    }

    fn named(name: &str) -> Letter {
        let mut letter = letter(1);
        letter.sections[0].title = name.to_owned();
        letter
    }

    #[test]
    fn what_does_not_fit_one_page_is_smaller_and_then_says_how_much_is_left_out() {
        let (v, tall) = (voice(), letter(20));
        for lines in [1, 8, 20, 200] {
            let file = String::from_utf8_lossy(&pdf(&letter(lines), &v).unwrap()).into_owned();
            assert!(file.starts_with("%PDF-") && file.trim_end().ends_with("%%EOF"));
            assert_eq!(file.matches("/Type /Page\n").count() + file.matches("/Type /Page ").count(), 1, "{lines}");
        }
        let short = super::fit::shortened(&v, &tall, super::fit::STEPS);
        assert_eq!(short.sections[0].lines.len(), 7);
        assert!(short.sections[0].lines[6].starts_with("14 more"), "{:?}", short.sections[0].lines);
    }

    #[test]
    fn names_of_other_scripts_are_written_with_the_fonts_that_have_them() {
        let read = |name: &str| -> File {
            (std::fs::read(format!("{}/tests/font/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap(), 0)
        };
        let file = with(&[read("joined.ttf"), read("boxes.otf")], &named("Λ محمد דנה 李雷"), &voice()).unwrap();
        let text = String::from_utf8_lossy(&file).into_owned();
        for (letter, code) in [('Λ', "039B"), ('م', "0645"), ('ד', "05D3"), ('李', "674E"), ('雷', "96F7")] {
            assert!(text.contains(&format!("<{code}>")), "{letter}: {text}");
        }
        assert!(!text.contains("<003F>"), "no question mark stands for a letter");
        assert!(text.contains("/FontFile2") && text.contains("/FontFile3") && text.contains("/CIDFontType0C"));
        assert_eq!(text.matches("/ActualText").count(), 3, "each name can be copied as it is read");
        assert!(file.len() < 60_000, "only the used letters are inside: {}", file.len());
    }

    #[test]
    fn a_letter_that_no_font_has_is_named_and_nothing_is_written() {
        assert_eq!(lacking(&named("Αλέξης Жуков")), "");
        let odd = named("Ada \u{10fffd}");
        assert_eq!(lacking(&odd), "\u{10fffd}");
        assert_eq!(pdf(&odd, &voice()), Err(NoFile::Letters("\u{10fffd}".to_owned())));
    }
}
