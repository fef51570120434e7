//! What the record promises, tried on real files.

#[cfg(test)]
mod book;
#[cfg(test)]
mod common;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod due;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod full_disk;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod heads;
#[cfg(test)]
mod long;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod people;
#[cfg(test)]
mod pin;
#[cfg(test)]
mod portable;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod rotation;
#[cfg(test)]
mod secrecy;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod server;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod silent;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod stale;
#[cfg(test)]
mod tamper;
#[cfg(test)]
mod torn;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod unwritten;
#[cfg(test)]
mod upcasting;
#[cfg(test)]
mod witness;
