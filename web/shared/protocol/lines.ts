// Lines "name value" in a fixed order, as in the roster and the day-key list. Reading past a mistake is allowed;
// finished() is true only if every line was what was asked for.

export class LineReader {
  readonly #lines: string[];
  #at = 0;
  #good = true;

  constructor(text: string) {
    this.#lines = text.split("\n");
    if (this.#lines.pop() !== "") this.#good = false;
  }

  /** The next line is exactly this. */
  exactly(line: string): void {
    if (this.#lines[this.#at] === line) this.#at += 1;
    else this.#good = false;
  }

  /** The next line is `name value`, and `read` can make something of the value. */
  one<T>(name: string, read: (value: string) => T | undefined): T | undefined {
    const value = this.#next(name, read);
    if (value === undefined) this.#good = false;
    return value;
  }

  /** As many lines of that name as there are, within the bounds. */
  many<T>(name: string, least: number, most: number, read: (value: string) => T | undefined): T[] {
    const all: T[] = [];
    while (this.#lines[this.#at]?.startsWith(`${name} `)) {
      const value = this.#next(name, read);
      if (value === undefined) break;
      all.push(value);
    }
    if (all.length < least || all.length > most) this.#good = false;
    return all;
  }

  finished(): boolean {
    return this.#good && this.#at === this.#lines.length;
  }

  #next<T>(name: string, read: (value: string) => T | undefined): T | undefined {
    const line = this.#lines[this.#at];
    if (!line?.startsWith(`${name} `)) return undefined;
    const value = read(line.slice(name.length + 1));
    if (value !== undefined) this.#at += 1;
    return value;
  }
}
