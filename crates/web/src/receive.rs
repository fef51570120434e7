//! The body of a request.

use axum::body::Body;
use http_body_util::BodyExt;

/// A body that is too long is still read, and thrown away, up to this many bytes: a browser that is cut off while it sends
/// never sees the sentence that says why.
const PATIENCE: usize = 64 * 1024 * 1024;

/// What came.
pub(crate) enum Received {
    /// All of it.
    Whole(Vec<u8>),
    /// More than is taken.
    TooLong,
    /// It broke off.
    Broken,
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn receive(mut body: Body, most: usize) -> Received {
    let mut kept = Vec::new();
    let mut read = 0usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Received::Broken };
        let Ok(data) = frame.into_data() else { continue };
        read = read.saturating_add(data.len());
        if read <= most {
            kept.extend_from_slice(&data);
        } else {
            kept = Vec::new();
            if read > PATIENCE {
                break;
            }
        }
    }
    if read > most { Received::TooLong } else { Received::Whole(kept) }
}

#[cfg(test)]
mod tests {
    use super::{Received, receive};
    use axum::body::Body;

    #[tokio::test]
    async fn a_body_is_kept_whole_or_not_at_all() {
        assert!(matches!(receive(Body::from("abc"), 3).await, Received::Whole(bytes) if bytes == b"abc"));
        assert!(matches!(receive(Body::from("abcd"), 3).await, Received::TooLong));
        assert!(matches!(receive(Body::empty(), 3).await, Received::Whole(bytes) if bytes.is_empty()));
    }
}
