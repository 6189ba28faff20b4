// What can be typed into the search: every condition, whose examples are in the words of each language, and how long it
// may be.
// The desk reads it (src/desk/search/query.h); here is only what a person needs before it is asked.

export const kConditions = ["clock", "doc", "stage", "owner", "lang", "from"] as const;

/// As kQueryBytesMax of the desk, in UTF-8.
const kBytesMax = 500;

/// What somebody pasted whole is not sent to be told that it is too long.
export function tooLong(typed: string): boolean {
  return new TextEncoder().encode(typed).length > kBytesMax;
}
