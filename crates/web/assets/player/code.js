// The short code that carries how a session went: to be typed or scanned into the program once.
//
// Bits, in order: version 4, session 40, minutes from the making of the session to its beginning 12, minutes played 7, scores before (pain,
// tension, stress) 4 each, scores after 4 each (15: not given), something new 2 (0 no, 1 yes, 2 unknown, 3 not given),
// stopped 1, number of notes 3, notes (rule 5, minute 7) each; then CRC-16 of these bits, filled up to whole bytes. Written in
// Crockford's base 32, in groups of four.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VERSION = 1;
const MOST_NOTES = 7;
const SIGNS = ["no", "yes", "unknown"];

class Bits {
  bits = [];

  put(value, width) {
    const most = 2 ** width - 1;
    let rest = Math.max(0, Math.min(most, Math.round(value)));
    const all = [];
    for (let at = 0; at < width; at += 1) {
      all.unshift(rest % 2);
      rest = Math.floor(rest / 2);
    }
    this.bits.push(...all);
  }
}

/** CRC-16/CCITT-FALSE over bytes. */
export function crc16(bytes) {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let at = 0; at < 8; at += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

/** FNV-1a, 32 bits, over the UTF-8 of a text: shows that it is torn or was edited, and is no signature. */
export function checksum(text) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return sum;
}

/**
 * The code of `{short, madeToBegin, played, before, after, sign, stopped, notes}`: `short` is ten hexadecimal digits, scores
 * are lists of three numbers or null, notes are `{code, minute}`.
 */
export function encode(report) {
  const out = new Bits();
  out.put(VERSION, 4);
  for (const digit of report.short) out.put(parseInt(digit, 16), 4);
  out.put(report.madeToBegin, 12);
  out.put(report.played, 7);
  for (const scores of [report.before, report.after]) {
    for (let at = 0; at < 3; at += 1) out.put(scores?.[at] ?? 15, 4);
  }
  out.put(SIGNS.includes(report.sign) ? SIGNS.indexOf(report.sign) : 3, 2);
  out.put(report.stopped ? 1 : 0, 1);
  const notes = report.notes.slice(0, MOST_NOTES);
  out.put(notes.length, 3);
  for (const note of notes) {
    out.put(note.code, 5);
    out.put(note.minute, 7);
  }
  while (out.bits.length % 8 !== 0) out.bits.push(0);
  const bytes = [];
  for (let at = 0; at < out.bits.length; at += 8) bytes.push(parseInt(out.bits.slice(at, at + 8).join(""), 2));
  const crc = crc16(bytes);
  out.put(crc, 16);
  while (out.bits.length % 5 !== 0) out.bits.push(0);
  let text = "";
  for (let at = 0; at < out.bits.length; at += 5) text += LETTERS[parseInt(out.bits.slice(at, at + 5).join(""), 2)];
  return text.match(/.{1,4}/g).join("-");
}
