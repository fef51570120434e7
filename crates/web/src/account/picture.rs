//! A text as a picture that a phone reads (QR code, ISO/IEC 18004).

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// Empty modules around it, as the standard asks for.
const QUIET: i32 = 4;

/// The picture as a drawing, black on white whatever the page's colours; nothing where the text is too long for one. The label is
/// what is said to those who do not see it.
pub(crate) fn picture(text: &str, label: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let (size, wide) = (code.size(), code.size() + 2 * QUIET);
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mut drawing = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {wide} {wide}\" width=\"220\" height=\"220\" role=\"img\" aria-label=\"{label}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{wide}\" height=\"{wide}\" fill=\"#fff\"/><path fill=\"#000\" d=\""
    );
    for (x, y) in (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y)) {
        write!(drawing, "M{} {}h1v1h-1z", x + QUIET, y + QUIET).ok()?;
    }
    drawing.push_str("\"/></svg>");
    Some(drawing)
}

#[cfg(test)]
mod tests {
    use super::picture;

    /// What a phone reads from the drawing.
    fn read(drawing: &str) -> Option<String> {
        const SCALE: usize = 4;
        let number = |text: &str| text.parse::<usize>().ok();
        let wide = number(drawing.split("viewBox=\"0 0 ").nth(1)?.split(' ').next()?)?;
        let mut dark = std::collections::BTreeSet::new();
        for spot in drawing.split(" d=\"").nth(1)?.split('"').next()?.split('M').skip(1) {
            let (x, rest) = spot.split_once(' ')?;
            dark.insert((number(x)?, number(rest.split('h').next()?)?));
        }
        let shade = |x: usize, y: usize| if dark.contains(&(x / SCALE, y / SCALE)) { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(wide * SCALE, wide * SCALE, shade);
        Some(image.detect_grids().first()?.decode().ok()?.1)
    }

    #[test]
    fn a_phone_reads_what_was_drawn() {
        let address = "otpauth://totp/Supple?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=Supple";
        let drawing = picture(address, "a \"key\" <b>").unwrap();
        assert_eq!(read(&drawing).as_deref(), Some(address));
        assert!(drawing.contains("aria-label=\"a &quot;key&quot; &lt;b>\""));
        assert_eq!(picture(&"x".repeat(4000), ""), None, "no picture rather than a wrong one");
    }
}
