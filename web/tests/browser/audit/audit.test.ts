// The audit notices what it is for: each fault is planted once, beside the same thing done well.
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromium, type Browser, type Page } from "playwright-core";
import { faults_of, type Wanted } from "./audit.ts";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env["WAYMARK_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 360, height: 740 } });
});
afterAll(() => browser.close());

async function audit(body: string, wanted: Wanted = { touch: false }): Promise<string[]> {
  await page.setContent(`<!doctype html><style>* { margin: 0; box-sizing: border-box; font: 16px sans-serif; }</style>${body}`);
  return faults_of(page, wanted);
}

const kLong = "Экстренная блокировка рабочего места";

test.each([
  ["a label cut by its own box", `<p style="width:100px;overflow:hidden;white-space:nowrap">${kLong}</p>`, `<p style="width:100px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">${kLong}</p>`, /^cut: <p>/],
  ["lines cut below", `<p style="width:100px;height:20px;overflow:hidden">${kLong}</p>`, `<p style="width:100px">${kLong}</p>`, /^cut: <p>.* high in 20/],
  ["a button cut off by its column", `<div style="width:100px;overflow:hidden"><button style="width:140px">${kLong}</button></div>`, `<div style="width:100px;overflow:hidden"><button style="width:100%">${kLong}</button></div>`, /^clipped: <button>.*40 px/],
  ["a button that leaves the window", `<button style="position:absolute;left:300px;width:100px">A</button>`, `<button style="position:absolute;left:250px;width:100px">A</button>`, /^leaves the window: <button>/],
  ["two controls over each other", `<button style="position:absolute;top:0;left:0;width:90px;height:40px">A</button><a href="#" style="position:absolute;top:30px;left:0;width:90px;height:40px">B</a>`, `<button style="position:absolute;top:0;left:0;width:90px;height:40px">A</button><a href="#" style="position:absolute;top:40px;left:0;width:90px;height:40px">B</a>`, /^overlap: <button> «A» and <a> «B» share 90x10/],
  ["a word broken in its middle", `<p style="width:60px;overflow-wrap:anywhere">Экстренная</p>`, `<p style="width:60px;overflow-wrap:anywhere">Без слов</p>`, /^broken: «Экстренная» in <p> stands on 2 lines/],
  ["a button's label squeezed beside another button", `<div class="actions" style="display:flex"><button style="width:110px">${kLong}</button><button>Назад</button></div>`, `<div class="actions"><button style="width:100%">${kLong}</button><button>Назад</button></div>`, /^tall: the label of <button> .* stands on [34] lines/],
  ["a page that scrolls sideways", `<div style="width:500px;height:9px"></div>`, `<div style="width:100%;height:9px"></div>`, /^sideways: the page is 140 px/],
])("%s", async (_what, bad, good, fault) => {
  expect((await audit(bad)).join("\n")).toMatch(fault);
  expect(await audit(good)).toEqual([]);
});

test("a target too small for a thumb, on touch screens alone", async () => {
  const small = `<button style="width:43px;height:20px">A</button>`;
  expect(await audit(small, { touch: true })).toEqual(["small: <button> «A» is 43x20 px"]);
  expect(await audit(small)).toEqual([]);
  expect(await audit(`<button style="width:44px;height:44px">A</button>`, { touch: true })).toEqual([]);
  expect(await audit(`<label style="display:block;height:44px;width:90px"><input type="checkbox">B</label>`, { touch: true })).toEqual([]);
  expect(await audit(`<p>Слова и <a href="#">ссылка</a> в предложении.</p>`, { touch: true })).toEqual([]);
});

test("a conversation that has no room, and a list that shows too few rows", async () => {
  const wanted: Wanted = { touch: false, heights: { ".talk": 400 }, in_sight: { ".row": 7 } };
  const of = (talk: number, row: number): string => `<div class="talk" style="height:${talk}px"></div>${`<div class="row" style="height:${row}px"></div>`.repeat(9)}`;
  expect(await audit(of(24, 120), wanted)).toEqual(["low: .talk has 24 px in sight, wants 400", "few: 5 of .row in sight, wants 7"]);
  expect(await audit(of(400, 40), wanted)).toEqual([]);
});

test("rows that lie behind the edge of their own list are not in sight", async () => {
  const list = (high: number): string => `<div style="height:${high}px;overflow-y:auto">${`<div class="row" style="height:60px"></div>`.repeat(9)}</div>`;
  expect(await audit(list(400), { touch: false, in_sight: { ".row": 7 } })).toEqual(["few: 6 of .row in sight, wants 7"]);
  expect(await audit(list(430), { touch: false, in_sight: { ".row": 7 } })).toEqual([]);
});

test("a keyboard that stands on nothing", async () => {
  expect(await audit(`<button>A</button>`, { touch: false, focus: true })).toEqual(["lost: the keyboard stands on nothing"]);
  expect(await audit(`<button>A</button>`, { touch: false })).toEqual([]);
  await page.setContent(`<button>A</button>`);
  await page.locator("button").focus();
  expect(await faults_of(page, { touch: false, focus: true })).toEqual([]);
});

test("what only ears get is not looked at", async () => {
  expect(await audit(`<p style="position:absolute;width:1px;height:1px;overflow:hidden;white-space:nowrap">${kLong}</p>`, { touch: true })).toEqual([]);
});
