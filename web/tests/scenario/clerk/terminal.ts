// A terminal of 100 x 40 that tests type into and read from: a private tmux server.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kPatienceMs = 30_000;
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
    for (let before = ""; ; ) {
      const now = this.screen() + this.#cursor();
      if (now === before) return;
      before = now;
      await new Promise((resume) => setTimeout(resume, kStillMs));
    }
  }
  #cursor(): string {
    return this.#tmux("display-message", "-p", "-t", "t", "#{cursor_x} #{cursor_y}");
  }
  /** What stands from the cursor to the end of its line. */
  under_cursor(): string {
    const [x = 0, y = 0] = this.#cursor().trim().split(" ").map(Number);
    return Array.from(this.screen().split("\n")[y] ?? "").slice(x).join("").trimStart();
  }
  /** Names of keys such as Enter, Tab, BTab, Up; or one character. */
  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.#tmux("send-keys", "-t", "t", key);
      await new Promise((resume) => setTimeout(resume, 120));
    }
  }
  async type(text: string): Promise<void> {
    this.#tmux("send-keys", "-t", "t", "-l", text);
    await new Promise((resume) => setTimeout(resume, 200));
  }
  /** The screen, once it shows `text`. */
  async shows(text: string): Promise<string> {
    for (let waited = 0; waited < kPatienceMs; waited += 100) {
      const screen = this.screen();
      if (screen.replace(/\s+/g, " ").includes(text)) return screen;
      await new Promise((resume) => setTimeout(resume, 100));
    }
    throw new Error(`never saw “${text}” on:\n${this.screen()}`);
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
