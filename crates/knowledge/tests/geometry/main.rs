//! Strokes and the body they are drawn on.

#[cfg(test)]
mod strokes;
