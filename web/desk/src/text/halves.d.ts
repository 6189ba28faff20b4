// Halves of the catalogue of texts (desk/texts.ts).
declare module "*.json?first" {
  const texts: Partial<typeof import("../../../shared/texts/desk.en.json")>;
  export default texts;
}
declare module "*.json?rest" {
  const texts: Partial<typeof import("../../../shared/texts/desk.en.json")>;
  export default texts;
}
