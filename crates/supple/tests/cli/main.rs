//! The program as somebody at a shell meets it.

#[cfg(test)]
mod along;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod change_key;
#[cfg(test)]
mod clinic;
#[cfg(test)]
mod columns;
#[cfg(test)]
mod days;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod expected;
#[cfg(test)]
mod import;
#[cfg(test)]
mod interview;
#[cfg(test)]
mod keep;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod mend;
#[cfg(test)]
mod other;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod run;
#[cfg(test)]
mod says;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod techniques;
#[cfg(test)]
mod witness;
