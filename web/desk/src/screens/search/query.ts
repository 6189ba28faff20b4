// What can be typed into the search: examples of every condition, and how long it may be.
// The desk reads it (src/desk/search/query.h); here is only what a person needs before it is asked.

export const kExamples = [
  { example: "clock:<48h", name: "clock" }, { example: "doc:passport=taken", name: "doc" }, { example: "stage:awol", name: "stage" },
  { example: "owner:me", name: "owner" }, { example: "lang:uk", name: "lang" }, { example: "from:yesterday", name: "from" },
] as const;

/// As kQueryBytesMax of the desk, in UTF-8.
const kBytesMax = 500;

/// What somebody pasted whole is not sent to be told that it is too long.
export function tooLong(typed: string): boolean {
  return new TextEncoder().encode(typed).length > kBytesMax;
}
