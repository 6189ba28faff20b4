import { expect, test } from "vitest";
import type { Clock } from "../../api/types.ts";
import { movedClocks } from "./moved.ts";

const clock = (kind: Clock["kind"], latest: string): Clock => ({ kind, label: kind, latest_safe: latest, remaining_s: 0, moment: latest, precision: "day" });

test("what moved is what runs otherwise than before; what stopped is named too", () => {
  const before = [clock("court", "2026-12-05T07:00:00Z"), clock("leave_ends", "2026-12-01T00:00:00Z")];
  const after = [clock("court", "2026-12-04T21:00:00Z")];
  expect(movedClocks(before, after).map(({ label, now }) => [label, now?.latest_safe ?? null])).toEqual([
    ["court", "2026-12-04T21:00:00Z"], ["leave_ends", null],
  ]);
  expect(movedClocks(before, before)).toEqual([]);
});
