// The browser's own voice. Where it has none, a soft tone marks each change and the captions say the rest.

export class Voice {
  constructor(lang, speech = globalThis.speechSynthesis) {
    Object.assign(this, { lang, speech, volume: 0.9 });
  }

  /** A voice in the language; nothing where there is none. */
  voice() {
    const voices = this.speech?.getVoices?.() ?? [];
    const short = this.lang.slice(0, 2).toLowerCase();
    return voices.find(({ lang }) => lang.toLowerCase() === this.lang.toLowerCase())
      ?? voices.find(({ lang }) => lang.toLowerCase().startsWith(short));
  }

  get there() {
    return Boolean(this.voice());
  }

  /** Says it, unless the volume is at nothing. Gives whether anything can be heard. */
  say(text) {
    if (!text || this.volume <= 0 || !this.there) return false;
    try {
      this.speech.cancel();
      const words = new SpeechSynthesisUtterance(text);
      Object.assign(words, { voice: this.voice(), lang: this.lang, volume: this.volume, rate: 0.92 });
      this.speech.speak(words);
      return true;
    } catch {
      return false;
    }
  }

  hush() {
    this.speech?.cancel?.();
  }
}
