// A calm sound made by the browser: soft noise that swells like slow waves. And a tone for each change.

export class Sound {
  constructor(make = () => new AudioContext()) {
    Object.assign(this, { make, volume: 0, tones: 0.5 });
  }

  /** Browsers let a page sound only after a touch: called from one. */
  wake() {
    try {
      this.context ??= this.build();
      if (this.context.state === "suspended") this.context.resume();
    } catch {
      this.context = null;
    }
  }

  build() {
    const context = this.make();
    const length = context.sampleRate * 6;
    const noise = context.createBuffer(1, length, context.sampleRate);
    const data = noise.getChannelData(0);
    let last = 0;
    for (let at = 0; at < length; at += 1) {
      last = (last + 0.02 * (Math.random() * 2 - 1)) / 1.02;
      data[at] = last * 3.2;
    }
    // The end fades into the beginning, so that the loop is not heard.
    const fade = context.sampleRate;
    for (let at = 0; at < fade; at += 1) {
      const part = at / fade;
      data[at] = data[at] * part + data[length - fade + at] * (1 - part);
    }
    const source = context.createBufferSource();
    source.buffer = noise;
    source.loop = true;
    source.loopEnd = (length - fade) / context.sampleRate;
    const low = context.createBiquadFilter();
    low.type = "lowpass";
    low.frequency.value = 420;
    const swell = context.createGain();
    swell.gain.value = 0.65;
    const wave = context.createOscillator();
    wave.frequency.value = 0.1;
    const depth = context.createGain();
    depth.gain.value = 0.3;
    this.master = context.createGain();
    this.master.gain.value = 0;
    wave.connect(depth).connect(swell.gain);
    source.connect(low).connect(swell).connect(this.master).connect(context.destination);
    source.start();
    wave.start();
    return context;
  }

  /** The calm sound, 0 to 1. */
  set(volume) {
    this.volume = volume;
    if (this.context) this.master.gain.setTargetAtTime(volume * 0.8, this.context.currentTime, 0.6);
  }

  quiet() {
    if (this.context) this.master.gain.setTargetAtTime(0, this.context.currentTime, 0.3);
  }

  /** A soft tone: higher for a beginning, lower for an end. */
  tone(pitch = 440) {
    if (!this.context || this.tones <= 0) return;
    const now = this.context.currentTime;
    const tone = this.context.createOscillator();
    const gain = this.context.createGain();
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(0.16 * this.tones, now + 0.04);
    gain.gain.exponentialRampToValueAtTime(0.001, now + 1.2);
    tone.connect(gain).connect(this.context.destination);
    tone.start(now);
    tone.stop(now + 1.3);
  }
}
