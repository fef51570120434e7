//! The body of a request.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use tokio::time::timeout;

/// A body that is too long is still read, and thrown away, up to this many bytes: a browser that is cut off while it sends
/// never sees the sentence that says why.
const PATIENCE: usize = 64 * 1024 * 1024;

/// So long a sender may be silent in the midst of a body.
const SILENCE: Duration = Duration::from_secs(30);
/// So long a body may take as a whole: the largest file over a slow phone.
const WHOLE: Duration = Duration::from_secs(600);

/// What came.
pub(crate) enum Received {
    /// All of it.
    Whole(Vec<u8>),
    /// More than is taken.
    TooLong,
    /// It broke off, or did not come in time.
    Broken,
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn receive(body: Body, most: usize) -> Received {
    timeout(WHOLE, read(body, most)).await.unwrap_or(Received::Broken)
}

async fn read(mut body: Body, most: usize) -> Received {
    let mut kept = Vec::new();
    let mut read = 0usize;
    loop {
        let frame = match timeout(SILENCE, body.frame()).await {
            Ok(Some(frame)) => frame,
            Ok(None) => break,
            Err(_) => return Received::Broken,
        };
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
    use super::{Received, SILENCE, receive};
    use axum::body::{Body, Bytes};
    use http_body_util::{BodyExt, channel::Channel};

    #[tokio::test]
    async fn a_body_is_kept_whole_or_not_at_all() {
        assert!(matches!(receive(Body::from("abc"), 3).await, Received::Whole(bytes) if bytes == b"abc"));
        assert!(matches!(receive(Body::from("abcd"), 3).await, Received::TooLong));
        assert!(matches!(receive(Body::empty(), 3).await, Received::Whole(bytes) if bytes.is_empty()));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_waited_for_without_end() {
        let (mut sender, body) = Channel::<Bytes>::new(1);
        let begun = tokio::time::Instant::now();
        sender.send_data(Bytes::from("a")).await.unwrap();
        let received = receive(Body::new(body.boxed()), 3).await;
        assert!(matches!(received, Received::Broken));
        assert!(begun.elapsed() >= SILENCE && begun.elapsed() < 2 * SILENCE);
        drop(sender);
    }
}
