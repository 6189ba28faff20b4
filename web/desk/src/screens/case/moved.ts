// What a change of a fact did to the clocks of its case. Pure.
import type { Clock } from "../../api/types.ts";

export interface Moved {
  readonly label: string;
  /// The clock as it runs now; null when it does not any more.
  readonly now: Clock | null;
}

const same = (a: Clock, b: Clock): boolean => a.kind === b.kind && a.moment === b.moment && a.latest_safe === b.latest_safe;

/// @return clocks that run now and did not run so before, then those that stopped
export function movedClocks(before: readonly Clock[], after: readonly Clock[]): Moved[] {
  const fresh = after.filter((clock) => !before.some((old) => same(old, clock)));
  const stopped = before.filter((clock) => !after.some((one) => one.kind === clock.kind));
  return [...fresh.map((clock) => ({ label: clock.label, now: clock })), ...stopped.map((clock) => ({ label: clock.label, now: null }))];
}
