// Leave, and what stays behind: nothing in storage, cookies, titles, addresses or the session's history.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { go_back, launch_keeping, on_stage, settled, Texts, type Person } from "./stage.ts";

// Pages are kept in memory for Back, as in people's browsers.
const on = on_stage(launch_keeping);

const kNeutral = "<!doctype html><title>Neutral</title><p>neutral</p>";

/** Steps of the shortest way: three questions, review, words, practice, send, sent, and the first page. */
const kSteps = 9;

/** What the browser keeps of this tab. */
async function history_of(page: Page): Promise<{ url: string; title: string }[]> {
  const driver = await page.context().newCDPSession(page);
  return (await driver.send("Page.getNavigationHistory")).entries;
}

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

  test("does not happen with another key, a button or the wheel", async () => {
    const person = await typing();
    const { keyboard, mouse } = person.page;
    for (const key of ["Alt", "Control", "Meta", "AltGraph", "a"]) {
      await keyboard.down(key);
      for (let i = 0; i < 4; i += 1) await keyboard.press("Shift");
      await keyboard.up(key);
    }
    for (let i = 0; i < 4; i += 1) {
      await keyboard.down("Shift");
      await keyboard.press("Alt");
      await keyboard.up("Shift");
    }
    await mouse.move(200, 300);
    for (let i = 0; i < 4; i += 1) {
      await keyboard.down("Shift");
      await (i % 2 === 0 ? mouse.click(200, 300) : mouse.wheel(0, 10));
      await keyboard.up("Shift");
    }
    await mouse.down();
    for (let i = 0; i < 4; i += 1) await keyboard.press("Shift");
    await mouse.up();
    expect(await settled(person.page)).toContain("textarea");
    expect(person.page.url()).toBe(`${on.stage.url}/ru/`);
    expect(await person.page.locator("textarea").inputValue()).toContain("тайна");
    for (let i = 0; i < 3; i += 1) await keyboard.press("Shift");
    await left(person);
  });

  test("does not happen while capital letters are typed", async () => {
    const person = await typing();
    for (const letter of ["A", "B", "C", "D"]) await person.page.keyboard.press(`Shift+${letter}`);
    expect(await settled(person.page)).toContain("textarea");
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
      history: history.state as unknown,
      name: window.name,
    }));
    expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookie: "", title: person.texts.t("title"), address: `${on.stage.url}/ru/`, history: null, name: "" });
    // One entry for each step, each with this address and with nothing in it.
    const entries = await history_of(person.page);
    expect(new Set(entries.slice(-kSteps).map(({ url, title }) => `${url} ${title}`))).toEqual(new Set([`${on.stage.url}/ru/ ${person.texts.t("title")}`]));
    expect(entries.length).toBeLessThanOrEqual(kSteps + 2);
    expect(await person.page.context().cookies()).toEqual([]);
    expect(on.stage.relay.calls.every((call) => !call.includes("?"))).toBe(true);
  });

  test("going to another language before anything was typed adds nothing to the history", async () => {
    const person = await on.stage.visit("ru");
    const before = await person.page.evaluate(() => history.length);
    await person.page.getByRole("link", { name: "Eng" }).click();
    await person.page.waitForURL(`${on.stage.url}/en/`);
    expect(await person.page.evaluate(() => history.length)).toBe(before);
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
