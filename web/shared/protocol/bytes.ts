// Bytes: joining, comparing, big-endian numbers, base64 and hexadecimal in their one canonical spelling.
// No secrets are compared here in constant time; what is compared is public (hashes, ids, headers).

export type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();

export function ascii(text: string): Bytes {
  return utf8.encode(text);
}

export function concat(...parts: Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** `value` in `size` bytes, the most significant first. */
export function number_bytes(value: number, size: number): Bytes {
  const out = new Uint8Array(size);
  for (let i = size - 1, rest = value; i >= 0; i -= 1, rest = Math.floor(rest / 256)) out[i] = rest % 256;
  return out;
}

export function read_number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = at; i < at + size; i += 1) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

export function to_hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function to_base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Standard alphabet with padding; undefined for anything but the canonical spelling of `size` bytes. */
export function from_base64(text: string, size: number): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const binary = atob(text);
  if (binary.length !== size) return undefined;
  const out = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  return to_base64(out) === text ? out : undefined;
}

/** Standard alphabet without padding, as in age headers. */
export function to_base64_bare(bytes: Uint8Array): string {
  return to_base64(bytes).replace(/=+$/, "");
}

export function from_base64_bare(text: string, size: number): Bytes | undefined {
  return text.includes("=") ? undefined : from_base64(text + "=".repeat((4 - (text.length % 4)) % 4), size);
}
