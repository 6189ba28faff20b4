// One request to the clerk by hand: the bytes as they come, not decompressed.
import { request } from "node:http";

/** Every answer has one of these sizes (docs/spec/clerk.md). */
export const kSizes: readonly number[] = [4_096, 6_144, 8_192, 12_288, 16_384, 32_768, 65_536, 131_072, 262_144];

export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  raw_headers: string[];
  body: Buffer;
}

export function ask(url: string, form?: string, encoding = "identity"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const of_form = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(form) };
    const sent = request(url, { method: form === undefined ? "GET" : "POST", headers: { "accept-encoding": encoding, ...of_form } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, raw_headers: answer.rawHeaders, body: Buffer.concat(parts) }));
    });
    sent.on("error", reject);
    sent.end(form);
  });
}

/** Body and headers, as they cross the line. */
export function wire_bytes(answer: Answer): number {
  return answer.body.length + `HTTP/1.1 ${answer.status} OK\r\n\r\n`.length + answer.raw_headers.reduce((sum, part) => sum + part.length + 2, 0);
}

export function form_of(...fields: [string, string][]): string {
  return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}
