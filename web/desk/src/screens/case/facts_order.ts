// The order in which facts are read: a corrected fact stays where the first word about it stood, with what it replaced
// under it. Pure.
import type { Fact } from "../../api/types.ts";

export function orderedFacts(facts: readonly Fact[]): readonly Fact[] {
  const keys = [...new Set(facts.map((fact) => fact.key))];
  return keys.flatMap((key) => {
    const told = facts.filter((fact) => fact.key === key);
    return [...told.filter((fact) => !fact.superseded), ...told.filter((fact) => fact.superseded)];
  });
}
