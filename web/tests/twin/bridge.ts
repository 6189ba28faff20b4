// A bridge that answers by mail, as src/bridge does it (docs/spec/mail.md), without the mail: letter in, letter out.
import { armor } from "age-encryption";
import { open, seal_sized } from "../../shared/protocol/age.ts";
import { to_armor } from "../../shared/protocol/armor.ts";
import type { Day } from "../../shared/protocol/days.ts";
import { public_key_of } from "../../shared/protocol/xwing.ts";

export class TwinBridge {
  readonly #seeds = new Map<Day, Uint8Array<ArrayBuffer>>();
  readonly pinned: { mails: string[]; keys: { day: Day; key: string }[] };

  constructor(mails: string[], first: Day, days = 28) {
    for (let day = first; day < first + days; day += 1) this.#seeds.set(day, crypto.getRandomValues(new Uint8Array(32)));
    this.pinned = { mails, keys: [...this.#seeds].map(([day, seed]) => ({ day, key: Buffer.from(public_key_of(seed)).toString("base64") })) };
  }

  /** @param relay its address. @return the text of the answer letter */
  async answer(letter: string, relay: string): Promise<string> {
    const file = armor.decode(letter.slice(letter.indexOf("-----BEGIN")));
    const opened = [...this.#seeds.values()].map((seed) => open(file, seed)).find((one) => "plaintext" in one);
    if (!opened || !("plaintext" in opened)) throw new Error("no key of this bridge opens it");
    const { plaintext } = opened;
    const said = await fetch(`${relay}/v1/poll`, { method: "POST", body: plaintext.slice(1_270, 2_040) });
    const answer = Buffer.concat([Uint8Array.of(1, 0xa1), plaintext.subarray(2, 54), plaintext.subarray(1_270, 1_272), new Uint8Array(await said.arrayBuffer())]);
    return to_armor(seal_sized(answer, plaintext.subarray(54, 1_270), 8_268));
  }
}
