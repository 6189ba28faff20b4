// Text as it is sent: line ends, what UTF-8 cannot carry, and how long it is.
import { ascii } from "./bytes.ts";

/** CRLF and CR become LF; lone surrogates, which UTF-8 cannot carry, become U+FFFD. */
export function normal_text(text: string): string {
  return new TextDecoder().decode(ascii(text.replace(/\r\n?/g, "\n")));
}

export function code_points(text: string): number {
  return Array.from(text).length;
}

/** In UTF-8, as it is sent. */
export function bytes_of(text: string): number {
  return ascii(normal_text(text)).length;
}
