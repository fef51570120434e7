// A QR picture of a short code: version 3 (29 by 29), error correction M, letters and digits. Every code fits into it.

const SIZE = 29;
const DATA = 44;
const MENDING = 26;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** The most characters that fit. */
export const MOST = 61;

const POWERS = new Uint8Array(512);
const LOGS = new Uint8Array(256);
for (let at = 0, value = 1; at < 255; at += 1) {
  POWERS[at] = POWERS[at + 255] = value;
  LOGS[value] = at;
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d;
}
const times = (a, b) => (a && b ? POWERS[LOGS[a] + LOGS[b]] : 0);

function mending(data) {
  let divisor = [1];
  for (let at = 0; at < MENDING; at += 1) {
    const next = new Array(divisor.length + 1).fill(0);
    divisor.forEach((factor, place) => {
      next[place] ^= factor;
      next[place + 1] ^= times(factor, POWERS[at]);
    });
    divisor = next;
  }
  const rest = [...data, ...new Array(MENDING).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at];
    if (factor) divisor.forEach((value, place) => { rest[at + place] ^= times(value, factor); });
  }
  return rest.slice(data.length);
}

function codewords(text) {
  const bits = [];
  const put = (value, width) => {
    for (let at = width - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  put(0b0010, 4);
  put(text.length, 9);
  for (let at = 0; at < text.length; at += 2) {
    const first = ALPHABET.indexOf(text[at]);
    if (at + 1 < text.length) put(first * 45 + ALPHABET.indexOf(text[at + 1]), 11);
    else put(first, 6);
  }
  put(0, Math.min(4, DATA * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; data.length < DATA; pad ^= 0xec ^ 0x11) data.push(pad);
  return [...data, ...mending(data)];
}

const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function draw(words, mask) {
  const dark = Array.from({ length: SIZE }, () => new Array(SIZE).fill(false));
  const taken = Array.from({ length: SIZE }, () => new Array(SIZE).fill(false));
  const set = (x, y, on) => {
    if (x < 0 || y < 0 || x >= SIZE || y >= SIZE) return;
    dark[y][x] = on;
    taken[y][x] = true;
  };
  for (let at = 0; at < SIZE; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const target = (middleX, middleY, reach) => {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(middleX + dx, middleY + dy, ring !== 2 && ring !== 4);
      }
    }
  };
  target(3, 3, 4);
  target(SIZE - 4, 3, 4);
  target(3, SIZE - 4, 4);
  for (let dy = -2; dy <= 2; dy += 1) for (let dx = -2; dx <= 2; dx += 1) set(22 + dx, 22 + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  // Format: level M is 00.
  let rest = mask;
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const format = ((mask << 10) | rest) ^ 0x5412;
  const bit = (at) => ((format >> at) & 1) === 1;
  for (let at = 0; at <= 5; at += 1) set(8, at, bit(at));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let at = 9; at < 15; at += 1) set(14 - at, 8, bit(at));
  for (let at = 0; at < 8; at += 1) set(SIZE - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at += 1) set(8, SIZE - 15 + at, bit(at));
  set(8, SIZE - 8, true);
  let at = 0;
  for (let right = SIZE - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIZE; step += 1) {
      for (let column = 0; column < 2; column += 1) {
        const x = right - column;
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? SIZE - 1 - step : step;
        if (taken[y][x]) continue;
        const on = at < words.length * 8 && ((words[at >> 3] >> (7 - (at & 7))) & 1) === 1;
        dark[y][x] = on !== MASKS[mask](x, y);
        at += 1;
      }
    }
  }
  return dark;
}

/** How hard a picture is to read: long runs of one colour, blocks, and being mostly dark or light. */
function trouble(dark) {
  let sum = 0;
  for (const line of [...dark, ...dark[0].map((_, x) => dark.map((row) => row[x]))]) {
    let run = 0;
    line.forEach((on, x) => {
      run = x > 0 && on === line[x - 1] ? run + 1 : 1;
      if (run === 5) sum += 3;
      else if (run > 5) sum += 1;
    });
  }
  for (let y = 1; y < SIZE; y += 1) {
    for (let x = 1; x < SIZE; x += 1) {
      if (dark[y][x] === dark[y - 1][x] && dark[y][x] === dark[y][x - 1] && dark[y][x] === dark[y - 1][x - 1]) sum += 3;
    }
  }
  const share = dark.flat().filter(Boolean).length / SIZE ** 2;
  return sum + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}

/** The rows of the picture, true where it is dark. */
export function qr(text) {
  if (text.length > MOST || [...text].some((letter) => !ALPHABET.includes(letter))) throw new RangeError("no code of ours");
  const words = codewords(text);
  const pictures = MASKS.map((_, mask) => draw(words, mask));
  return pictures.reduce((best, one) => (trouble(one) < trouble(best) ? one : best));
}

/** The picture as the path of an SVG, one unit a square. */
export function qrPath(text) {
  return qr(text)
    .flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
}
