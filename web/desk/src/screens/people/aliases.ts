// The aliases that somebody typed for invitations, one a line: which of them the desk takes.

/// @source src/desk/keyring/staff_key.cpp: is_good_alias
const kAlias = /^[a-z][a-z0-9._-]{0,39}$/;

/// Each once, in the order in which they stand there.
export const linesOf = (typed: string): readonly string[] => [...new Set(typed.split("\n").map((line) => line.trim()).filter((line) => line !== ""))];

export const badAliases = (lines: readonly string[]): readonly string[] => lines.filter((line) => !kAlias.test(line));
