// The docket as a file for a calendar (RFC 5545): of each entry its code name and the kind of clock, and nothing else.
import type { DocketEntry } from "../../api/types.ts";
import { standsAt, type StandsBy } from "./days.ts";

/// A line longer than 75 bytes goes on in the next, which begins with a space.
const kLineBytes = 75;

const escaped = (text: string): string => text.replace(/[\\;,]/gu, (sign) => `\\${sign}`).replace(/\r?\n/gu, " ");
const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/gu, "");

function folded(line: string): string {
  const bytes = new TextEncoder();
  const lines: string[] = [];
  let rest = "";
  for (const letter of line) {
    if (bytes.encode(rest + letter).length > kLineBytes) {
      lines.push(rest);
      rest = ` ${letter}`;
    } else rest += letter;
  }
  return [...lines, rest].join("\r\n");
}

/// @param id  makes an id that says nothing, one for each entry
export function calendarOf(entries: readonly DocketEntry[], by: StandsBy, nowMs: number, id: () => string): string {
  const events = entries.flatMap((entry) => [
    "BEGIN:VEVENT", `UID:${id()}`, `DTSTAMP:${stamp(nowMs)}`, `DTSTART:${stamp(standsAt(entry, by))}`,
    `SUMMARY:${escaped(`${entry.code_name}, ${entry.label}`)}`, "CLASS:PRIVATE", "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//Docket//EN", ...events, "END:VCALENDAR", ""].map(folded).join("\r\n");
}
