import { describe, expect, test } from "vitest";
import { DeskApi } from "./desk_api.ts";
import { Failure } from "./failure.ts";

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/// An API over a scripted network; `sent` is what went out.
function scripted(...answers: (Response | Error)[]): { api: DeskApi; sent: Sent[] } {
  const sent: Sent[] = [];
  const api = new DeskApi("ru", (url, init) => {
    sent.push({ url: String(url), init: init ?? {} });
    const answer = answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new TypeError("no network"));
  });
  return { api, sent };
}

const json = (body: object, status = 200): Response => new Response(JSON.stringify(body), { status });
const header = (sent: Sent | undefined, name: string): string | null => new Headers(sent?.init.headers).get(name);

describe("calls", () => {
  test("the token comes from sign-in, goes out as a header only, and never with cookies", async () => {
    const { api, sent } = scripted(json({ token: "T0K", alias: "larch", roles: [] }), json({ counter: 1, now: "" }));
    const answer = await api.signIn({ alias: "larch", passphrase: "p", code: "000000" });
    expect(answer).not.toHaveProperty("token");
    expect(header(sent[0], "Waymark-Session")).toBeNull();
    await api.pulse();
    expect(header(sent[1], "Waymark-Session")).toBe("T0K");
    expect(sent.map(({ init }) => [init.credentials, init.cache, init.redirect])).toEqual([["omit", "no-store", "error"], ["omit", "no-store", "error"]]);
    expect(sent.map(({ url }) => url).join()).not.toContain("T0K");
    expect(JSON.stringify(api)).not.toContain("fetch");
  });

  test("sign-out and lock drop the token before the desk answers", async () => {
    const { api, sent } = scripted(json({ token: "T0K", alias: "a", roles: [] }), new TypeError("down"), json({ error: "expired" }, 401));
    await api.signIn({ alias: "a", passphrase: "p", code: "000000" });
    await expect(api.lock()).rejects.toBeInstanceOf(Failure);
    await expect(api.pulse()).rejects.toMatchObject({ endsSession: true });
    expect(header(sent[1], "Waymark-Session")).toBe("T0K");
    expect(header(sent[2], "Waymark-Session")).toBeNull();
  });

  test("texts come in the chosen language", async () => {
    const { api, sent } = scripted(json({ rows: [] }));
    api.setLanguage("uk");
    await api.queue("mine", 200, 400);
    expect(sent[0]?.url).toBe("/api/queue?view=mine&limit=200&offset=400&lang=uk&waves=folded");
    expect(header(sent[0], "Accept-Language")).toBe("uk");
  });
});

describe("failures", () => {
  test.each([
    [json({ error: "rate-limited", retry_after_s: 90 }, 429), { code: "rate-limited", retryAfterS: 90, endsSession: false }],
    [json({ error: "bad-passphrase" }, 401), { code: "bad-passphrase", endsSession: false }],
    [json({ error: "expired" }, 401), { code: "expired", endsSession: true }],
    [new Response("<html>", { status: 502 }), { code: "unexpected", status: 502 }],
    [new Response("not json", { status: 200 }), { code: "unexpected" }],
    [new TypeError("network"), { code: "unreachable", status: 0 }],
  ])("%#", async (answer, expected) => {
    const { api } = scripted(answer);
    await expect(api.pulse()).rejects.toMatchObject(expected);
  });

  test("reachability is told after every call", async () => {
    const { api } = scripted(json({}), new TypeError("down"), json({ error: "denied" }, 403));
    const told: boolean[] = [];
    api.onReach = (reachable) => told.push(reachable);
    await api.pulse();
    await api.pulse().catch(() => undefined);
    await api.pulse().catch(() => undefined);
    expect(told).toEqual([true, false, true]);
  });
});
