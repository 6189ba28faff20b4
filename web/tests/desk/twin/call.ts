// One call of the pages, and how it is refused.
import type { IncomingMessage } from "node:http";
import type { ErrorCode, Language, Message } from "../../../desk/src/api/types.ts";

export interface Call {
  readonly alias: string;
  readonly language: Language;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly parts: readonly string[];
}

export class Refusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly retryAfterS: number | null;
  readonly changed: readonly Message[];
  readonly due: readonly string[];
  constructor(status: number, code: ErrorCode, retryAfterS: number | null = null, changed: readonly Message[] = [], due: readonly string[] = []) {
    super(code);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
    this.changed = changed;
    this.due = due;
  }
}

export function refuse(...why: ConstructorParameters<typeof Refusal>): never {
  throw new Refusal(...why);
}

export async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/// As the contract names the path.
export function templateOf(path: string): string {
  const named: readonly (readonly [RegExp, string])[] = [
    [/\/case\/[^/]+/, "/case/{case_id}"], [/\/reply\/[^/]+\/undo/, "/reply/{message_id}/undo"], [/\/item\/[^/]+\/(end|open)/, "/item/{item_id}/$1"], [/\/fact\/[^/]+\/check/, "/fact/{fact_id}/check"],
    [/\/library\/item\/[^/]+\/[^/]+/, "/library/item/{kind}/{item_id}"], [/\/library\/told\/[^/]+/, "/library/told/{card_id}"], [/\/incidents\/[^/]+\/drop/, "/incidents/{incident_id}/drop"],
    [/\/numbers\/series\/[^/]+\/drop/, "/numbers/series/{series_id}/drop"], [/\/numbers\/drafts\/[^/]+\/figures\/[^/]+/, "/numbers/drafts/{draft_id}/figures/{number}"], [/\/numbers\/drafts\/[0-9a-f]+/, "/numbers/drafts/{draft_id}"], [/\/numbers\/releases\/[^/]+/, "/numbers/releases/{serial}"],
  ];
  return named.reduce((told, [pattern, name]) => told.replace(pattern, name), path);
}
