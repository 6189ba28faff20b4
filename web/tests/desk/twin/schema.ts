// Checks an answer against openapi.json: the words of JSON Schema that the contract uses, and a refusal of any other,
// so that a new word cannot pass unchecked.
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const kKnown = new Set([
  "$ref", "type", "enum", "properties", "required", "additionalProperties", "items", "oneOf", "pattern", "minimum", "maximum",
  "minLength", "maxLength", "minItems", "maxItems", "maxProperties", "propertyNames", "format", "description",
]);

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

function typeFits(value: Json, type: Json): boolean {
  if (Array.isArray(type)) return type.some((one: Json) => typeFits(value, one));
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

export class Contract {
  private readonly root: JsonObject;

  constructor(root: JsonObject) {
    this.root = root;
  }

  /// @return what does not fit, empty when all does
  problems(value: Json, schema: Json | undefined, at = "$"): string[] {
    if (!isObject(schema)) return [`${at}: no schema`];
    const unknown = Object.keys(schema).filter((word) => !kKnown.has(word));
    if (unknown.length > 0) return [`${at}: schema words ${unknown.join(", ")} are not checked here`];
    if (typeof schema["$ref"] === "string") return this.problems(value, this.resolve(schema["$ref"]), at);
    return [...this.scalar(value, schema, at), ...this.members(value, schema, at), ...this.elements(value, schema, at)];
  }

  resolve(reference: string): Json | undefined {
    return reference.slice(2).split("/").reduce<Json | undefined>((node, key) => (isObject(node) ? node[key] : undefined), this.root);
  }

  /// Schema of the answer of one call with one status, through the `default` response.
  answer(path: string, method: string, status: number): Json | undefined {
    const paths = this.root["paths"];
    const operation = isObject(paths) && isObject(paths[path]) ? paths[path][method.toLowerCase()] : undefined;
    const responses = isObject(operation) ? operation["responses"] : undefined;
    let response = isObject(responses) ? (responses[String(status)] ?? responses["default"]) : undefined;
    if (isObject(response) && typeof response["$ref"] === "string") response = this.resolve(response["$ref"]);
    const content = isObject(response) ? response["content"] : undefined;
    const json = isObject(content) ? content["application/json"] : undefined;
    return isObject(json) ? json["schema"] : undefined;
  }

  private scalar(value: Json, schema: JsonObject, at: string): string[] {
    const found: string[] = [];
    const type = schema["type"];
    if (type !== undefined && !typeFits(value, type)) found.push(`${at}: is not ${JSON.stringify(type)}`);
    if (Array.isArray(schema["enum"]) && value !== null && !schema["enum"].includes(value)) found.push(`${at}: ${JSON.stringify(value)} is not listed`);
    if (Array.isArray(schema["oneOf"]) && schema["oneOf"].filter((one: Json) => this.problems(value, one, at).length === 0).length !== 1) found.push(`${at}: fits none of oneOf`);
    if (typeof schema["pattern"] === "string" && typeof value === "string" && !new RegExp(schema["pattern"], "u").test(value)) found.push(`${at}: pattern`);
    if (typeof schema["minimum"] === "number" && typeof value === "number" && value < schema["minimum"]) found.push(`${at}: below the minimum`);
    if (typeof schema["maximum"] === "number" && typeof value === "number" && value > schema["maximum"]) found.push(`${at}: above the maximum`);
    if (typeof schema["minLength"] === "number" && typeof value === "string" && [...value].length < schema["minLength"]) found.push(`${at}: too short`);
    if (typeof schema["maxLength"] === "number" && typeof value === "string" && [...value].length > schema["maxLength"]) found.push(`${at}: too long`);
    return found;
  }

  private members(value: Json, schema: JsonObject, at: string): string[] {
    if (!isObject(value)) return [];
    const properties = isObject(schema["properties"]) ? schema["properties"] : {};
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    const found = required.filter((key: Json) => typeof key === "string" && !(key in value)).map((key: Json) => `${at}.${String(key)}: missing`);
    for (const [key, member] of Object.entries(value)) {
      const rule = properties[key] ?? schema["additionalProperties"];
      if (rule === false) found.push(`${at}.${key}: not in the contract`);
      else if (isObject(rule)) found.push(...this.problems(member, rule, `${at}.${key}`));
    }
    return found;
  }

  private elements(value: Json, schema: JsonObject, at: string): string[] {
    if (!Array.isArray(value) || schema["items"] === undefined) return [];
    return value.flatMap((one: Json, index: number) => this.problems(one, schema["items"], `${at}[${index}]`));
  }
}
