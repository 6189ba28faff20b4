// Made by build.mjs for each language.
declare module "virtual:loader" {
  /** Those of the first visit, in their order. */
  export const pieces: readonly string[];
  export const texts: Readonly<Record<"wait" | "cut" | "foreign" | "stopped" | "again" | "old" | "bar", string>>;
}
declare module "virtual:again" {
  export const address: string;
  export const integrity: string;
}
