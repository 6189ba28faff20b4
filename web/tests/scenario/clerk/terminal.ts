// A terminal of 100 x 40 that tests type into and read from: a private tmux server.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at_rest, until } from "../../wait.ts";

const kStillMs = 300;

export class Terminal {
  readonly #folder = mkdtempSync(join(tmpdir(), "waymark-terminal-"));

  constructor(command: string) {
    this.#tmux("new-session", "-d", "-s", "t", "-x", "100", "-y", "40", command);
  }

  #tmux(...args: string[]): string {
    // HOME in the folder: no settings and no history of the person who runs the tests.
    return execFileSync("tmux", ["-S", join(this.#folder, "socket"), "-f", "/dev/null", "-u", ...args], { encoding: "utf8", env: { ...process.env, HOME: this.#folder, LC_ALL: "C.UTF-8", TERM: "xterm" } });
  }

  get folder(): string {
    return this.#folder;
  }
  screen(): string {
    return this.#tmux("capture-pane", "-p", "-t", "t");
  }
  /** Once nothing has moved for a moment. */
  async settled(): Promise<void> {
    await at_rest("the screen", () => this.screen() + this.#cursor(), kStillMs);
  }
  #cursor(): string {
    return this.#tmux("display-message", "-p", "-t", "t", "#{cursor_x} #{cursor_y}");
  }
  /** What stands from the cursor to the end of its line. */
  under_cursor(): string {
    const [x = 0, y = 0] = this.#cursor().trim().split(" ").map(Number);
    return Array.from(this.screen().split("\n")[y] ?? "").slice(x).join("").trimStart();
  }
  /** A program in a terminal gives no sign that it has taken a key, and one that comes too soon after another is another key to it. */
  #taken(ms: number): Promise<void> {
    return new Promise((resume) => setTimeout(resume, ms)); // sleep: see above
  }
  /** Names of keys such as Enter, Tab, BTab, Up; or one character. */
  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.#tmux("send-keys", "-t", "t", key);
      await this.#taken(120);
    }
  }
  async type(text: string): Promise<void> {
    this.#tmux("send-keys", "-t", "t", "-l", text);
    await this.#taken(200);
  }
  /** The screen, once it shows `text`. */
  async shows(text: string): Promise<string> {
    const screen = (): string => this.screen();
    return until(() => `“${text}” stands on:\n${screen()}`, () => {
      const now = screen();
      return now.replace(/\s+/g, " ").includes(text) && now;
    });
  }
  close(): void {
    try {
      this.#tmux("kill-server");
    } catch {
      // it has ended by itself
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
