// Lays the pictures of each view out on one sheet: a row a size, its pictures beside each other in Russian, Ukrainian,
// English, each in light and dark.
//   node sheets.ts <folder with a folder a view> <folder for the sheets>
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";

const languages = ["ru", "uk", "en"];
/** All pictures of a sheet are shown at this share of their size: text can still be read. */
const scale = 0.6;

interface Shot {
  readonly file: string;
  readonly language: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: string;
}

function shot_of(folder: string, name: string): Shot[] {
  const parts = /^([a-z]{2})-(\d+)x(\d+)-(light|dark)\.png$/.exec(name);
  if (parts === null) return [];
  const [, language = "", width, height, scheme = ""] = parts;
  return [{ file: join(folder, name), language, width: Number(width), height: Number(height), scheme }];
}

/** Wide before narrow, Russian before Ukrainian before English, light before dark. */
function in_order(shots: readonly Shot[]): Shot[] {
  return [...shots].sort((one, other) => other.width - one.width || other.height - one.height
    || languages.indexOf(one.language) - languages.indexOf(other.language) || other.scheme.localeCompare(one.scheme));
}

function picture(shot: Shot): string {
  const data = readFileSync(shot.file).toString("base64");
  return `<figure><figcaption>${shot.language} ${shot.width}×${shot.height} ${shot.scheme}</figcaption><img width="${Math.round(shot.width * scale)}" src="data:image/png;base64,${data}"></figure>`;
}

async function lay_out(page: Page, view: string, shots: readonly Shot[], to: string): Promise<void> {
  const style = "body{margin:12px;font:13px sans-serif;background:#999;width:5400px}figure{display:inline-block;margin:6px;vertical-align:top}img{display:block;border:1px solid #333}";
  await page.setContent(`<!doctype html><style>${style}</style><h1>${view}</h1>${in_order(shots).map(picture).join("")}`);
  await page.screenshot({ path: to, fullPage: true });
}

const [from = "", to = ""] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env["WAYMARK_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 5424, height: 1000 } });
for (const view of readdirSync(from).filter((name) => statSync(join(from, name)).isDirectory())) {
  const folder = join(from, view);
  await lay_out(page, view, readdirSync(folder).flatMap((name) => shot_of(folder, name)), join(to, `${view}.png`));
}
await browser.close();
