// The plaintext of an envelope (docs/spec/envelope.md): fixed offsets, then fields, then zeros to the end.
import { ascii, concat, number_bytes, type Bytes } from "./bytes.ts";
import { kPlaintextBytes } from "./age.ts";
import type { Day } from "./days.ts";
import { code_points, normal_text } from "./plain.ts";
import { kPublicKeyBytes } from "./xwing.ts";

/** A text that stands alone; beside answers there is less room: text_room. */
export const kTextBytesMax = 5_224;
export const kContactCodePointsMax = 200;
export const kAnswersMax = 64;
export const kAnswerBytesMax = 256;

const kVersion = 2;
const kFieldsAt = 1_306;
const kFieldHeadBytes = 3;
const kAnswer = /^[a-z][a-z0-9_]{0,39}=[a-z][a-z0-9_]{0,39}(;[a-z][a-z0-9_]{0,39}=[A-Za-z0-9_.:+-]{1,60})*$/;
const kPack = /^[a-z0-9-]{1,40}@[0-9]{1,6}$/;

export const kKinds = { message: 1, erase: 2 } as const;
export const kAssurances = { browser: 1, portable: 2, clerk: 3, bridge: 4 } as const;
export const kLanguages = { ru: 1, uk: 2, en: 3 } as const;
export type Language = keyof typeof kLanguages;

/** What a requester says in one message. */
export interface Content {
  text: string;
  pack?: string;
  answers: string[];
  contact_words: string;
}

/** Everything around it. */
export interface Frame {
  kind: keyof typeof kKinds;
  assurance: keyof typeof kAssurances;
  language: Language;
  instance_id: Uint8Array;
  message_id: Uint8Array;
  reply_public_key: Uint8Array;
  mailbox_secret: Uint8Array;
}

/** Field 3: one answer a line; one to the same question as the line before begins with its "=". */
function joined(answers: readonly string[]): string {
  const question = (answer: string | undefined): string | undefined => answer?.slice(0, answer.indexOf("="));
  return answers.map((answer, i) => (question(answers[i - 1]) === question(answer) ? answer.slice(answer.indexOf("=")) : answer)).join("\n");
}

function field(id: number, bytes: Uint8Array): Bytes {
  return concat(number_bytes(id, 1), number_bytes(bytes.length, 2), bytes);
}

function fields_of(content: Content): Bytes[] {
  const text = normal_text(content.text);
  return [...(text === "" ? [] : [field(1, ascii(text))]), ...fields_beside(content)];
}

/** All fields but the text. */
function fields_beside(content: Omit<Content, "text">): Bytes[] {
  const contact = normal_text(content.contact_words);
  if (code_points(contact) > kContactCodePointsMax) throw new Error("envelope: contact words too long");
  if (content.answers.length > kAnswersMax) throw new Error("envelope: too many answers");
  for (const answer of content.answers)
    if (!kAnswer.test(answer) || answer.length > kAnswerBytesMax) throw new Error("envelope: answer grammar");
  if (content.pack !== undefined && !kPack.test(content.pack)) throw new Error("envelope: pack name");
  return [
    ...(content.pack === undefined ? [] : [field(2, ascii(content.pack))]),
    ...(content.answers.length === 0 ? [] : [field(3, ascii(joined(content.answers)))]),
    ...(contact === "" ? [] : [field(4, ascii(contact))]),
  ];
}

/** How many bytes of text fit beside the answers and the contact words. */
export function text_room(content: Omit<Content, "text">): number {
  const used = fields_beside(content).reduce((sum, bytes) => sum + bytes.length, 0);
  return Math.max(0, kPlaintextBytes - kFieldsAt - kFieldHeadBytes - used);
}

/**
 * @param day the day of the key it will be sealed to
 * @return exactly kPlaintextBytes
 * @throws if a limit of the format is passed; the pages never let it come to that
 */
export function plaintext_of(frame: Frame, day: Day, content: Content | undefined): Bytes {
  const fields = frame.kind === "erase" || !content ? [] : fields_of(content);
  const used = concat(
    Uint8Array.of(kVersion, kKinds[frame.kind], kAssurances[frame.assurance], kLanguages[frame.language]),
    sized(frame.instance_id, 32),
    number_bytes(day, 4),
    sized(frame.message_id, 16),
    sized(frame.reply_public_key, kPublicKeyBytes),
    sized(frame.mailbox_secret, 32),
    number_bytes(fields.length, 2),
    ...fields,
  );
  if (used.length > kPlaintextBytes) throw new Error("envelope: does not fit");
  return concat(used, new Uint8Array(kPlaintextBytes - used.length));
}

function sized(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new Error("envelope: field size");
  return bytes;
}
