// Facts under the headings of the pack, each with what it replaced behind it: a corrected fact stays where the first
// word about it stood. Pure.
import type { Fact, FactGroup } from "../../api/types.ts";

/// In the order in which they are read: first what can kill, then what can be too late.
export const kFactGroups: readonly FactGroup[] = ["danger", "dates", "documents", "service", "place", "person", "need", "contact", "other"];

/// A row of a table, which stands with its state in Documents.svelte.
export const isDocument = (fact: Fact): boolean => fact.group === "documents" && fact.attributes["state"] !== undefined;

export interface KeptFacts {
  /// Of one question.
  readonly key: string;
  readonly now: readonly Fact[];
  readonly before: readonly Fact[];
}

export interface FactSection {
  readonly group: FactGroup;
  readonly questions: readonly KeptFacts[];
}

export function groupedFacts(facts: readonly Fact[]): readonly FactSection[] {
  return kFactGroups.flatMap((group) => {
    const inside = facts.filter((fact) => fact.group === group);
    const keys = [...new Set(inside.map((fact) => fact.key))];
    const questions = keys.map((key) => {
      const told = inside.filter((fact) => fact.key === key);
      return { key, now: told.filter((fact) => !fact.superseded), before: told.filter((fact) => fact.superseded) };
    });
    return questions.length === 0 ? [] : [{ group, questions }];
  });
}
