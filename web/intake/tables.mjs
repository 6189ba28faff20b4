// SHA-2's tables of constants are a fortieth of a first visit, because nothing is as hard to compress. They are roots of primes
// (FIPS 180-4, 4.2.2 and 4.2.3), so the pages compute them. The build takes this only for tables that it has found equal.

/** 64 bits of the fractional part of each cube root of the first 80 primes; what is whole still stands above them. */
function cube_roots() {
  const [primes, roots] = [[], []];
  for (let n = 2; primes.length < 80; n++) {
    if (!primes.every((prime) => n % prime)) continue;
    primes.push(n);
    const cube = BigInt(n) << BigInt(192);
    let [root, next] = [cube, BigInt(1) << BigInt(67)];
    while (next < root) [root, next] = [next, (next + next + cube / (next * next)) / BigInt(3)];
    roots.push(root);
  }
  return roots;
}

const kTable256 = /const SHA256_K = \/\* @__PURE__ \*\/ Uint32Array\.from\(\[([^\]]+)\]\);\n/;
const kTable512 = /const K512 = \/\* @__PURE__ \*\/ \(\(\) => u64\.split\(\[([^\]]+)\]\.map\(n => BigInt\(n\)\)\)\)\(\);\n/;
const hex_numbers = (text) => text.match(/0x[0-9a-f]+/g).map(BigInt);

/** @param code of the library's sha2.js, whose tables stand first in it */
export function with_computed_tables(code) {
  const [whole_256, table_256] = kTable256.exec(code) ?? [];
  const [whole_512, table_512] = kTable512.exec(code) ?? [];
  if (!whole_256 || !whole_512) throw new Error("sha2.js has no tables where they are looked for");
  const roots = cube_roots().map((root) => BigInt.asUintN(64, root));
  const same = (found, computed) => found.length === computed.length && found.every((one, i) => one === computed[i]);
  if (!same(hex_numbers(table_512), roots) || !same(hex_numbers(table_256), roots.slice(0, 64).map((root) => root >> 32n))) throw new Error("sha2.js has other tables than the standard");
  const computed = `const K512 = /* @__PURE__ */ (() => u64.split((${cube_roots})()))();\nconst SHA256_K = /* @__PURE__ */ (() => K512[0])();\n`;
  return code.replace(whole_512, "").replace(whole_256, computed);
}
