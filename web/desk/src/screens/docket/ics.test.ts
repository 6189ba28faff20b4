import { expect, test } from "vitest";
import type { DocketEntry } from "../../api/types.ts";
import { calendarOf } from "./ics.ts";

const kEntry: DocketEntry = {
  case_id: "c".repeat(32), code_name: "Тихий, дуб; 5", owner: "vera", mine: true, doer: null, court: null, kind: "court_date", label: "суд", begin_by: "2026-11-24T03:05:00Z",
  date: "2026-11-25T07:00:00Z", date_label: "около 25 ноября", zone: { name: "Asia/Yekaterinburg", told: true },
};

test("a name and a kind, and nothing else of the case", () => {
  const file = calendarOf([kEntry], "begin", Date.parse("2026-11-22T12:00:00Z"), () => "1");
  expect(file.split("\r\n")).toEqual([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//Docket//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261122T120000Z", "DTSTART:20261124T030500Z",
    "SUMMARY:Тихий\\, дуб\\; 5\\, суд", "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR", "",
  ]);
  for (const other of [kEntry.case_id, "vera", "Yekaterinburg", "court_date", "ноября"]) expect(file).not.toContain(other);
  expect(calendarOf([kEntry], "date", 0, () => "1")).toContain("DTSTART:20261125T070000Z");
});

test("no line is longer than 75 bytes, and no letter is cut", () => {
  const file = calendarOf([{ ...kEntry, label: "очень длинное название срока ".repeat(5) }], "begin", 0, () => "1");
  for (const line of file.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  expect(file.replaceAll("\r\n ", "")).toContain("очень длинное название срока ".repeat(5));
});
