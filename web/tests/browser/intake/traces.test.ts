// Leave, and what stays behind: nothing in storage, cookies, titles, addresses or the session's history.
import { describe, expect, test } from "vitest";
import { go_back, launch_keeping, on_stage, settled, Texts, type Person } from "./stage.ts";

// Pages are kept in memory for Back, as in people's browsers.
const on = on_stage(launch_keeping);

const kNeutral = "<!doctype html><title>Neutral</title><p>neutral</p>";

async function typing(): Promise<Person> {
  const person = await on.stage.visit("ru");
  await person.page.route("https://**", (route) => route.fulfill({ contentType: "text/html", body: kNeutral }));
  await person.press("before.start");
  await person.answer("safe", "no");
  await person.page.getByLabel(person.texts.t("text.label"), { exact: true }).fill("тайна");
  return person;
}

async function left(person: Person): Promise<void> {
  await person.page.waitForURL("https://ru.wikipedia.org/");
  await person.page.getByText("neutral").waitFor();
  expect(await go_back(person.page)).not.toContain("тайна");
  expect(person.page.url()).not.toContain("/ru/");
}

describe("Leave", () => {
  test("by the link takes the place of the page in the history", async () => {
    const person = await typing();
    await person.page.getByRole("link", { name: person.texts.t("leave"), exact: true }).click();
    await left(person);
  });

  test("by Shift three times", async () => {
    const person = await typing();
    for (let i = 0; i < 3; i += 1) await person.page.keyboard.press("Shift");
    await left(person);
  });

  test("blanks the page before the other site answers", async () => {
    const person = await typing();
    const seen: string[] = [];
    await person.page.exposeFunction("report", (what: string) => seen.push(what));
    await person.page.route("https://**", () => undefined);
    await person.page.evaluate(() => {
      const { report } = globalThis as unknown as { report: (what: string) => void };
      setInterval(() => report(`${document.body.childElementCount} ${document.documentElement.hidden}`), 20);
    });
    await expect.poll(() => seen.at(-1)).toBe("2 false");
    await person.page.getByRole("link", { name: person.texts.t("leave"), exact: true }).click({ noWaitAfter: true });
    await expect.poll(() => seen.at(-1)).toBe("0 true");
  });

  test("does not happen while capital letters are typed", async () => {
    const person = await typing();
    for (const letter of ["A", "B", "C", "D"]) await person.page.keyboard.press(`Shift+${letter}`);
    await person.page.waitForTimeout(200);
    expect(person.page.url()).toBe(`${on.stage.url}/ru/`);
  });

  test("is on the first screen at the top right, and works without scripts", async () => {
    const context = await on.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    await page.goto(`${on.stage.url}/ru/`);
    const link = page.locator("#leave");
    const box = await link.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(300);
    expect(box?.y).toBeLessThan(80);
    expect(box?.height).toBeGreaterThanOrEqual(48);
    expect(await link.getAttribute("href")).toBe("https://ru.wikipedia.org/");
    await page.getByText(new Texts("ru").t("no_script")).waitFor();
    await context.close();
  });
});

describe("traces", () => {
  test("after the whole way there is nothing in storage, cookies, title or address", async () => {
    const person = await on.stage.visit("ru");
    await person.short_way("тайна");
    await person.send();
    const kept = await person.page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookie: document.cookie,
      title: document.title,
      address: location.href,
      history: history.length,
      name: window.name,
    }));
    expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookie: "", title: person.texts.t("title"), address: `${on.stage.url}/ru/`, history: kept.history, name: "" });
    expect(kept.history).toBeLessThanOrEqual(2);
    expect(await person.page.context().cookies()).toEqual([]);
    expect(on.stage.relay.calls.every((call) => !call.includes("?"))).toBe(true);
  });

  test("going to another language forgets what was typed and adds nothing to the history", async () => {
    const person = await typing();
    const before = await person.page.evaluate(() => history.length);
    await person.page.getByRole("link", { name: "Eng" }).click();
    await person.page.waitForURL(`${on.stage.url}/en/`);
    expect(await person.page.evaluate(() => history.length)).toBe(before);
    expect(await go_back(person.page)).not.toContain("тайна");
  });

  test("the browser's Back and Forward do not bring the text back", async () => {
    const person = await typing();
    await person.page.goto("https://elsewhere.example/");
    expect(await go_back(person.page)).not.toContain("тайна");
    await person.heading(person.texts.t("before.title"));
    expect(await settled(person.page)).not.toContain("тайна");
  });

  test("no field asks the browser to remember, check or translate", async () => {
    const person = await typing();
    const area = person.page.locator("textarea");
    expect(await area.getAttribute("autocomplete")).toBe("off");
    expect(await area.getAttribute("spellcheck")).toBe("false");
    expect(await area.getAttribute("translate")).toBe("no");
    expect(await person.page.locator("form").count()).toBe(0);
  });
});
