// A portable page as `waymark portable make` writes it, of the made-up organisation: pins into the built template. Without
// the signature at its end, which no browser looks at; the real command is tried in tests/scenario.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Day } from "../../shared/protocol/days.ts";
import type { Organisation } from "./organisation.ts";

export const kTemplate = fileURLToPath(new URL("../../portable/dist/page.html", import.meta.url));

export interface PinOptions {
  made: Day;
  days?: number;
  list?: number;
  chain?: string[];
  bridges?: { mails: string[]; keys: { day: Day; key: string }[] }[];
}

export function pins_json(organisation: Organisation, { made, days = 28, list = 1, chain = [organisation.roster], bridges = [] }: PinOptions): string {
  const keys = Array.from({ length: days }, (_, i) => ({ day: made + i, key: organisation.public_key_of(made + i).toString("base64") }));
  return JSON.stringify({ version: 2, made, chain, list, keys, bridges });
}

export function portable_page(organisation: Organisation, addresses: string[], options: PinOptions): string {
  const connect = addresses.length === 0 ? "'none'" : addresses.join(" ");
  return readFileSync(kTemplate, "utf8").replace("@@WAYMARK-CONNECT@@", () => connect).replace("@@WAYMARK-PINS@@", () => pins_json(organisation, options));
}
