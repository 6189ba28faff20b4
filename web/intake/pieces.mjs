// Cuts the page's code into pieces that are small enough for a line that falls silent after 25 packets (docs/spec/lines.md).
// The code is bundled once, as one flat list of statements; whole statements go into classic scripts, which share one scope, so
// pieces need no wrapping and no imports. What only somebody who comes back needs, or who opens the cards, goes into later pieces.
import ts from "typescript";
import { gzipSync } from "node:zlib";
import { kCardFileBytesMax, kPieceBytesMax } from "./piece_bytes.ts";

/** zopfli, which writes the pieces, is at least 1 in a hundred better than this; the build measures what it has written. */
const kZlibBytesMax = Math.floor(kPieceBytesMax * 1.01);
const packed = (text) => gzipSync(text, { level: 9 }).length;
const kStart = '"use strict";';

/** Statements in their order → texts of pieces, each as full as it may be. */
export function pack_pieces(statements) {
  const pieces = [];
  for (let from = 0; from < statements.length; ) {
    const text = (to) => kStart + statements.slice(from, to).join("");
    let [fits, too_many] = [from, statements.length + 1];
    while (too_many - fits > 1) {
      const middle = (fits + too_many) >> 1;
      if (packed(text(middle)) <= kZlibBytesMax) fits = middle;
      else too_many = middle;
    }
    if (fits === from) throw new Error(`one statement is larger than a piece: ${statements[from].slice(0, 80)}…`);
    pieces.push(text(fits));
    from = fits;
  }
  return pieces;
}

/** Cards in their order → those of each file. A card that is larger than a file has one of its own, and the build says so. */
export function pack_cards(cards) {
  const files = [[]];
  for (const card of cards) {
    const grown = [...files.at(-1), card];
    if (grown.length === 1 || packed(JSON.stringify({ cards: grown, files: kCardFilesMax })) <= kCardFileBytesMax) files[files.length - 1] = grown;
    else files.push([card]);
  }
  if (files.length > kCardFilesMax) throw new Error(`${files.length} files of cards`);
  return files;
}

const kCardFilesMax = 100;
const kEntriesBytes = 1_500;

const chunks = (text) => Array.from({ length: Math.max(1, Math.ceil(text.length / kEntriesBytes)) }, (_, i) => text.slice(i * kEntriesBytes, (i + 1) * kEntriesBytes));

/** `waymark.data.NAME = value`, an object or a long text in several statements so that it can be cut. */
export function data_statements(name, value) {
  const place = `waymark.data.${name}`;
  if (typeof value === "string") return chunks(value).map((text, i) => `${place}${i === 0 ? "" : "+"}=${JSON.stringify(text)};`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${place}=${JSON.stringify(value)};`];
  const parts = [{}];
  for (const [key, one] of Object.entries(value)) {
    if (JSON.stringify(parts.at(-1)).length > kEntriesBytes) parts.push({});
    parts.at(-1)[key] = one;
  }
  return parts.map((part, i) => (i === 0 ? `${place}=${JSON.stringify(part)};` : `Object.assign(${place},${JSON.stringify(part)});`));
}

/** Errors without what they say. */
export function without_messages(code) {
  const file = ts.createSourceFile("/library.js", code, ts.ScriptTarget.ES2020, true, ts.ScriptKind.JS);
  const said = [];
  const visit = (node) => {
    if (ts.isNewExpression(node) && /^(Type|Range)?Error$/.test(node.expression.getText(file)) && node.arguments?.length) said.push([node.arguments.pos, node.arguments.end]);
    // What a checked value is called, which only its error says.
    if (ts.isCallExpression(node) && /^_?a(bytes|number|bool|safenumber)2?$/.test(node.expression.getText(file)) && node.arguments.length > 1 && ts.isStringLiteral(node.arguments.at(-1))) said.push([node.arguments.at(-2).end, node.arguments.end]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return said.reverse().reduce((text, [from, to]) => text.slice(0, from) + text.slice(to), code);
}

function checked(code) {
  const name = "/bundle.js";
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.ES2020, true, ts.ScriptKind.JS);
  const host = { ...ts.createCompilerHost({}), getSourceFile: (asked) => (asked === name ? file : undefined), readFile: () => undefined, fileExists: (asked) => asked === name, writeFile: () => undefined };
  const program = ts.createProgram([name], { allowJs: true, noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2020 }, host);
  return { file, checker: program.getTypeChecker() };
}

/** One for each function, class and single variable at the top: its text, the names it makes, and the names at the top that it uses. */
function units_of(code) {
  const { file, checker } = checked(code);
  const units = [];
  const exported = {};
  const add = (node, text) => units.push({ node, text, id: units.length, uses: new Set() });
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      for (const { name, propertyName } of statement.exportClause.elements) exported[name.text] = (propertyName ?? name).text;
    } else if (ts.isVariableStatement(statement)) {
      if (statement.declarationList.flags & ts.NodeFlags.BlockScoped) throw new Error("let or const at the top of the bundle");
      for (const one of statement.declarationList.declarations) add(one, `var ${one.getText(file)};`);
    } else add(statement, statement.getText(file).replace(/([^;}])$/, "$1;"));
  }
  const maker = new Map();
  const names_of = (binding) => (ts.isIdentifier(binding) ? [binding] : binding.elements.flatMap((element) => (ts.isBindingElement(element) ? names_of(element.name) : [])));
  const makes = ({ node }) => (ts.isVariableDeclaration(node) ? names_of(node.name) : (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name ? [node.name] : []);
  for (const unit of units) for (const name of makes(unit)) maker.set(checker.getSymbolAtLocation(name), unit);
  for (const unit of units) {
    const visit = (node) => {
      if (ts.isIdentifier(node)) {
        const symbol = node.parent && ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
        const made_by = symbol && maker.get(symbol);
        if (made_by && made_by !== unit) unit.uses.add(made_by);
      }
      ts.forEachChild(node, visit);
    };
    visit(unit.node);
  }
  const by_name = new Map(units.flatMap((unit) => makes(unit).map((name) => [name.text, unit])));
  // Names at the top become names of the browser's window; two letters are nobody else's.
  for (const name of by_name.keys()) if (name.length > 2) throw new Error(`a name at the top that may be the browser's: ${name}`);
  return { units, exported, by_name };
}

function reach(roots) {
  const found = new Set(roots);
  for (const unit of found) for (const used of unit.uses) found.add(used);
  return found;
}

/**
 * The bundle's statements by who needs them. `code` exports `start` and one name for each later part.
 * @return first: statements of the first visit; later: those of each part, without what the first visit has or a part before it
 */
export function cut(code, parts) {
  const { units, exported, by_name } = units_of(code);
  const unit_of = (name) => by_name.get(exported[name]) ?? (() => { throw new Error(`the bundle exports no ${name}`); })();
  const reached = Object.fromEntries(parts.map((part) => [part, reach([unit_of(part)])]));
  const later = new Set(parts.flatMap((part) => [...reached[part]]));
  // What nobody names does something by itself, and is done at once.
  const first = reach(units.filter((unit) => unit === unit_of("start") || !later.has(unit)));
  const texts = (wanted) => units.filter(wanted).map(({ text }) => text);
  const common = (unit) => parts.filter((part) => reached[part].has(unit)).length > 1;
  return {
    first: [...texts((unit) => first.has(unit)), `waymark.start=${exported.start};`],
    common: texts((unit) => !first.has(unit) && common(unit)),
    later: Object.fromEntries(parts.map((part) => [part, [...texts((unit) => !first.has(unit) && !common(unit) && reached[part].has(unit)), `waymark.${part}=${exported[part]};`]])),
  };
}
