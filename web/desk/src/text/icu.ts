// ICU MessageFormat, the part that our catalogues use: {name}, {name, number}, plural (with =N and #), select,
// and ICU's apostrophe rules ('' is an apostrophe, '{' quotes). Plural rules come from Intl, so that "2 новых" and
// "5 новых" are right. A broken pattern throws: a test reads every catalogue, so none reaches a user.

export type Values = Readonly<Record<string, string | number>>;

type Part =
  | { kind: "text"; text: string }
  | { kind: "value"; name: string; number: boolean }
  | { kind: "count" }
  | { kind: "plural" | "select"; name: string; branches: ReadonlyMap<string, readonly Part[]> };

const kDepthMax = 6;

class Reader {
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  parse(): readonly Part[] {
    const parts = this.parts(0, false);
    if (this.at < this.source.length) this.fail("unexpected }");
    return parts;
  }

  private parts(depth: number, counted: boolean): readonly Part[] {
    if (depth > kDepthMax) this.fail("nested too deeply");
    const parts: Part[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") parts.push({ kind: "text", text });
      text = "";
    };
    while (this.at < this.source.length) {
      const c = this.source.charAt(this.at);
      if (c === "}") break;
      if (c === "'") {
        text += this.quoted(counted);
      } else if (c === "{") {
        flush();
        parts.push(this.argument(depth));
      } else if (c === "#" && counted) {
        flush();
        parts.push({ kind: "count" });
        this.at += 1;
      } else {
        text += c;
        this.at += 1;
      }
    }
    flush();
    return parts;
  }

  private quoted(counted: boolean): string {
    const next = this.source.charAt(this.at + 1);
    if (next === "'") {
      this.at += 2;
      return "'";
    }
    if (next !== "{" && next !== "}" && !(next === "#" && counted)) {
      this.at += 1;
      return "'";
    }
    let text = "";
    this.at += 1;
    while (this.at < this.source.length) {
      const c = this.source.charAt(this.at);
      this.at += 1;
      if (c !== "'") text += c;
      else if (this.source.charAt(this.at) === "'") {
        text += "'";
        this.at += 1;
      } else return text;
    }
    return text;
  }

  private argument(depth: number): Part {
    this.expect("{");
    const name = this.word();
    if (this.accept("}")) return { kind: "value", name, number: false };
    this.expect(",");
    const type = this.word();
    if (type === "number") {
      this.expect("}");
      return { kind: "value", name, number: true };
    }
    if (type !== "plural" && type !== "select") return this.fail(`unknown type ${type}`);
    this.expect(",");
    const branches = this.branches(depth, type === "plural");
    if (!branches.has("other")) this.fail(`${name} has no branch "other"`);
    return { kind: type, name, branches };
  }

  private branches(depth: number, counted: boolean): ReadonlyMap<string, readonly Part[]> {
    const branches = new Map<string, readonly Part[]>();
    while (!this.accept("}")) {
      const key = this.word();
      this.expect("{");
      branches.set(key, this.parts(depth + 1, counted));
      this.expect("}");
    }
    return branches;
  }

  private word(): string {
    this.skip();
    const found = /^[^\s{},]+/u.exec(this.source.slice(this.at));
    if (found === null) return this.fail("a word is missing");
    this.at += found[0].length;
    this.skip();
    return found[0];
  }

  private skip(): void {
    while (/\s/u.test(this.source.charAt(this.at))) this.at += 1;
  }

  private accept(c: "}"): boolean {
    this.skip();
    if (this.source.charAt(this.at) !== c) return false;
    this.at += 1;
    return true;
  }

  private expect(c: string): void {
    if (this.source.charAt(this.at) !== c) this.fail(`"${c}" expected`);
    this.at += 1;
  }

  private fail(why: string): never {
    throw new SyntaxError(`message pattern: ${why} at ${this.at}`);
  }
}

function render(parts: readonly Part[], values: Values, locale: string, count: number | undefined): string {
  return parts.map((part) => renderPart(part, values, locale, count)).join("");
}

function renderPart(part: Part, values: Values, locale: string, count: number | undefined): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "count":
      return count === undefined ? "#" : numberText(count, locale);
    case "value":
      return valueText(values[part.name], part.name, locale);
    case "select": {
      const branch = part.branches.get(String(values[part.name])) ?? part.branches.get("other") ?? [];
      return render(branch, values, locale, count);
    }
    case "plural": {
      const n = Number(values[part.name]);
      const rule = new Intl.PluralRules(locale).select(n);
      const branch = part.branches.get(`=${n}`) ?? part.branches.get(rule) ?? part.branches.get("other") ?? [];
      return render(branch, values, locale, n);
    }
  }
}

function valueText(value: string | number | undefined, name: string, locale: string): string {
  if (value === undefined) return `{${name}}`;
  return typeof value === "number" ? numberText(value, locale) : value;
}

function numberText(n: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(n);
}

/// One parsed pattern, ready to be filled in any number of times.
/// @param pattern   ICU MessageFormat as in web/shared/texts
/// @param locale    BCP 47 tag that decides plurals and digits
/// @error           throws SyntaxError for a broken pattern
export function compile(pattern: string, locale: string): (values?: Values) => string {
  const parts = new Reader(pattern).parse();
  return (values = {}) => render(parts, values, locale, undefined);
}
