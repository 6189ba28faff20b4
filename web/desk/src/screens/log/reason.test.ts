import { expect, test } from "vitest";
import type { LogLine } from "../../api/types.ts";
import { reasonOf } from "./reason.ts";

const line = (what: string, reason: string | null): LogLine => ({ sequence: 1, at: "2026-11-30T10:00:00Z", who: "juniper", what, text: "", case_id: null, code_name: null, reason });
const say = (role: string): string => `<${role}>`;

test("whom somebody invited is told with the roles in words, not in codes", () => {
  expect(reasonOf(line("staff.invite", "larch first_line lead lawyer"), say)).toBe("larch (<first_line>, <lead>, <lawyer>)");
});

test("what is no role, or no invitation, stays as somebody wrote it", () => {
  expect(reasonOf(line("staff.invite", "larch"), say)).toBe("larch");
  expect(reasonOf(line("staff.invite", "larch first_line later_role"), say)).toBe("larch first_line later_role");
  expect(reasonOf(line("case.raise", "the lead asked"), say)).toBe("the lead asked");
  expect(reasonOf(line("case.open", null), say)).toBeNull();
});
