//! The program as somebody at a shell meets it.

mod bad_input;
mod examples;
mod interview;
mod other;
mod run;
mod serve;
