//! A form that carries a file.

use axum::{
    body::Body,
    http::{HeaderMap, header},
};

use crate::form::Form;

/// Most fields beside the file: its page has two.
const FIELDS: usize = 16;

/// The line between the parts of such a form; nothing where the body is of another kind.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(kind).ok()
}

/// The fields, and the content of the file in the field `named`. Nothing where the body breaks off or is none.
pub(crate) async fn read(bytes: Vec<u8>, boundary: String, named: &str) -> Option<(Option<Form>, Option<Vec<u8>>)> {
    let mut parts = multer::Multipart::new(Body::from(bytes).into_data_stream(), boundary);
    let (mut fields, mut file) = (Vec::new(), None);
    while let Some(part) = parts.next_field().await.ok()? {
        let name = part.name()?.to_owned();
        let content = part.bytes().await.ok()?;
        if name == named {
            file = Some(content.to_vec());
        } else if fields.len() < FIELDS {
            fields.push((name, String::from_utf8(content.to_vec()).ok()?));
        }
    }
    Some((Some(Form::of(fields)), file))
}

#[cfg(test)]
mod tests {
    use super::read;

    const BODY: &str = "--x\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--x\r\ncontent-disposition: form-data; \
        name=\"file\"; filename=\"a\\\"b.json\"\r\ncontent-type: application/json\r\n\r\n{\r\n--y\r\n}\r\n--x--\r\n";

    #[tokio::test]
    async fn fields_and_file_come_apart_and_a_broken_body_is_none() {
        let of = |body: &str| read(body.as_bytes().to_vec(), "x".to_owned(), "file");
        let (form, file) = of(BODY).await.unwrap();
        assert_eq!((form.unwrap().get("csrf"), file.unwrap()), (Some("abc"), b"{\r\n--y\r\n}".to_vec()));
        for cut in 1..BODY.len() - 6 {
            assert!(of(&BODY[..cut]).await.is_none(), "{cut}");
        }
        assert!(of(&BODY.replace("abc", "\u{0}")).await.is_some());
    }
}
