// Writes tests/vectors/protocol.json: what this side of the protocol computes from fixed inputs. The C++ side reads the same
// file in its tests, so that both agree byte for byte. Run: node web/shared/protocol/make_vectors.ts (prints; redirect it).
import { number_bytes, to_hex, type Bytes } from "./bytes.ts";
import { plaintext_of, type Content, type Frame, type Language } from "./envelope.ts";
import { sha256 } from "./hash.ts";
import { keys_of, master_of } from "./keys.ts";
import { delete_token, mailbox_id, places } from "./mailbox.ts";
import { load_word_list } from "./node.ts";
import { canonical, phrase_of, words_of } from "./words.ts";

const pattern = (size: number, start: number, step: number): Bytes => Uint8Array.from({ length: size }, (_, i) => (start + i * step) % 256);
const kDay = 20_779;
const instance_id = pattern(32, 200, 3);
const languages: Language[] = ["ru", "uk", "en"];

async function phrase_vector(language: Language, random: Bytes): Promise<object> {
  const phrase = phrase_of(language, random);
  const subtle = crypto.subtle;
  const keys = await keys_of(phrase, instance_id, { subtle });
  const asked = places(keys.mailbox_secret, kDay);
  return {
    language,
    random: to_hex(random),
    indices: phrase.indices,
    words: words_of(phrase, load_word_list(language)).join(" "),
    canonical: to_hex(canonical(phrase)),
    instance_id: to_hex(instance_id),
    master: to_hex(await master_of(phrase, instance_id, { subtle })),
    reply_seed: to_hex(keys.reply_seed),
    reply_public_key_sha256: to_hex(sha256(keys.reply_public_key)),
    mailbox_secret: to_hex(keys.mailbox_secret),
    day: kDay,
    week: (asked[0]?.week ?? 0) - 1,
    id_week_slot_5: to_hex(mailbox_id(keys.mailbox_secret, (asked[0]?.week ?? 0) - 1, 5)),
    token_week_slot_5: to_hex(delete_token(keys.mailbox_secret, (asked[0]?.week ?? 0) - 1, 5)),
    token_hash_week_slot_5: to_hex(sha256(delete_token(keys.mailbox_secret, (asked[0]?.week ?? 0) - 1, 5))),
    poll_ids_sha256: to_hex(sha256(...asked.map((place) => place.id))),
  };
}

function plaintext_vector(name: string, frame: Partial<Frame>, content: Content | undefined): object {
  const whole: Frame = { kind: "message", assurance: "browser", language: "ru", instance_id, message_id: pattern(16, 7, 11), reply_public_key: pattern(1_216, 1, 5), mailbox_secret: pattern(32, 90, 7), ...frame };
  const plaintext = plaintext_of(whole, kDay, content);
  const used = plaintext.findLastIndex((byte) => byte !== 0) + 1;
  return { name, ...whole, instance_id: to_hex(instance_id), message_id: to_hex(whole.message_id), reply_public_key: to_hex(whole.reply_public_key), mailbox_secret: to_hex(whole.mailbox_secret), day: kDay, content: content ?? null, plaintext_without_padding: to_hex(plaintext.subarray(0, used)), plaintext_sha256: to_hex(sha256(plaintext)) };
}

const vectors = {
  comment: "Bytes are hexadecimal. phrases: docs/spec/mailbox.md. plaintexts: docs/spec/envelope.md; plaintext_without_padding ends at its last byte that is not zero, the rest of the 6,533 bytes are zeros.",
  phrases: await Promise.all([
    ...languages.map((language) => phrase_vector(language, pattern(10, 17, 23))),
    phrase_vector("ru", pattern(10, 0, 0)),
    phrase_vector("en", pattern(10, 255, 0)),
    phrase_vector("uk", sha256(number_bytes(1, 4)).slice(0, 10)),
  ]),
  plaintexts: [
    plaintext_vector("one line", {}, { text: "Не могу долго писать.\r\nСпасибо.", answers: [], contact_words: "" }),
    plaintext_vector("all fields", { language: "uk", assurance: "clerk" }, { text: "Мене бʼють 🙏 \u202Eשלום", pack: "military-refusal@1", answers: ["status=mobilised", "what_next=leave_ends;date=2026-11-25;precision=day", "what_next=court_date;date=2026-12-01T10:30;precision=hour", "what_next=police_looking", "danger=beaten_or_threatened", "where=abroad;country=KZ"], contact_words: "після 18:00" }),
    plaintext_vector("1,306 code points outside the BMP: all there is room for", { language: "en" }, { text: "𐍈".repeat(1_306), answers: [], contact_words: "" }),
    plaintext_vector("erase", { kind: "erase" }, undefined),
  ],
};
process.stdout.write(`${JSON.stringify(vectors, null, 1)}\n`);
