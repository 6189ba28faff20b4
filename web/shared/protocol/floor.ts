// What a page knows of its organisation before it has asked anybody: written into it when it was built, from site.json
// (docs/spec/freshness.md). Whatever is older than this is refused.
import { equal, from_base64 } from "./bytes.ts";
import type { Day } from "./days.ts";
import { read_pinned, type Verified } from "./roster.ts";

/** Member `pins` of site.json, as `waymark pages pin` writes it. */
export interface WrittenFloor {
  instance: string;
  roster: string;
  list: number;
  made: Day;
}

export interface Floor {
  known: Verified;
  /** A day-key list with a lower serial is older than this page. */
  list_serial: number;
  made: Day;
}

/** Undefined for anything that `waymark pages pin` does not write. */
export function read_floor({ instance, roster, list, made }: WrittenFloor): Floor | undefined {
  const known = read_pinned(roster);
  const id = from_base64(instance, 32);
  if (!known || !id || !equal(id, known.roster.instance_id)) return undefined;
  return Number.isSafeInteger(list) && list >= 0 && Number.isSafeInteger(made) && made >= 0 ? { known, list_serial: list, made } : undefined;
}
