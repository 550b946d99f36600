// Words in this browser until the server has them: one sealed record for each window.
// The key comes with the page of the person who is signed in, so at a shared computer
// the next one can neither be offered them nor read them.
import * as store from "./browser-store.js";

const KEPT_FOR = 60 * 24 * 60 * 60 * 1000;
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

export class Copies {
  #about; #window; #seal;

  constructor({ person, story, window, seal }) {
    this.#about = { person, story };
    this.#window = window;
    this.#seal = bytes(seal);
  }

  async write(entries) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(entries));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#key(), words);
    await store.put({ ...this.#about, window: this.#window, at: Date.now(), iv, sealed });
  }

  erase(window = this.#window) {
    return store.remove(window).catch(() => {});
  }

  // This person's, of this story, from other windows; what is too old goes.
  async others() {
    const found = [];
    for (const each of await store.all().catch(() => [])) {
      const isOurs = each.person === this.#about.person && each.story === this.#about.story;
      if (Date.now() - each.at > KEPT_FOR) await this.erase(each.window);
      else if (isOurs && each.window !== this.#window) found.push({ ...each, entries: await this.#open(each) });
    }
    return found.filter((each) => each.entries);
  }

  async #open({ iv, sealed }) {
    try {
      const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await this.#key(), sealed);
      return JSON.parse(new TextDecoder().decode(words));
    } catch {
      return null;
    }
  }

  #key() {
    return crypto.subtle.importKey("raw", this.#seal, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
}
