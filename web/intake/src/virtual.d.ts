// Made by build.mjs for each language.
declare module "virtual:aside" {
  import type { AsideContent } from "./aside/content.ts";
  const content: AsideContent;
  export default content;
}
declare module "virtual:back" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "virtual:content" {
  import type { Content } from "./content.ts";
  const content: Content;
  export default content;
}
