// Keeps what is typed: in this browser at once, on the server as soon as it answers; then
// the browser's copy is erased. One request at a time; what fails is tried again.
import { ping, send } from "./sending.js";
import { collect, fingerprint } from "./words.js";

const IN_THIS_BROWSER_AFTER = 800;
const ON_THE_SERVER_AFTER = 2_000;
const SLOWEST = 30_000;

export class Keeper {
  #form; #address; #copies; #hear; #known; #running; #copying; #sending;
  #delay = ON_THE_SERVER_AFTER;
  copy = "here"; // in this browser; else nowhere, or full where it has no room left

  constructor(form, address, copies, hear) {
    [this.#form, this.#address, this.#copies, this.#hear] = [form, address, copies, hear];
    this.#known = fingerprint([...collect(form)]);
  }

  get isKept() { return fingerprint([...collect(this.#form)]) === this.#known; }

  // Words that no save and no buffer has: what the form shows is theirs alone.
  distrust() { this.#known = ""; }

  typed() {
    this.#copying ??= setTimeout(() => { this.#copying = null; this.isKept || this.#copy(); }, IN_THIS_BROWSER_AFTER);
    this.#sending ??= setTimeout(() => { this.#sending = null; this.isKept || this.flush(); }, this.#delay);
  }

  // Ends when everything is on the server, or it is clear that it cannot be now.
  flush() {
    this.#running ??= this.#all().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #all() {
    let answer = this.isKept ? await ping(this.#address, this.#form) : await this.#keep();
    this.#hear(answer);
    while (answer.state === "kept" && !this.isKept) this.#hear(answer = await this.#keep());
    this.#delay = answer.state === "kept" ? ON_THE_SERVER_AFTER : Math.min(this.#delay * 2, SLOWEST);
    if (answer.state === "offline" && !this.isKept) this.typed();
    return answer;
  }

  async #keep() {
    const { number } = this.#form.elements;
    number.value = Number(number.value) + 1;
    await this.#copy();
    const data = collect(this.#form);
    const answer = await send(this.#address, data);
    if (answer.state === "kept") this.#known = fingerprint([...data]);
    if (this.isKept) await this.#copies.erase();
    return answer;
  }

  async #copy() {
    const without = (fault) => (fault?.name === "QuotaExceededError" ? "full" : "nowhere");
    this.copy = await this.#copies.write([...collect(this.#form)]).then(() => "here", without);
  }
}
