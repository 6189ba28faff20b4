// Answers of any size and takes bodies of any size, so that a line can be asked what passes whatever our own sizes are today.
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export class SizesServer {
  readonly #server: Server;
  /** How many bodies have come whole, by their size. */
  readonly came: number[] = [];

  constructor() {
    this.#server = createServer((request, response) => {
      const down = Number(/^\/down\/(\d+)$/.exec(request.url ?? "")?.[1] ?? 0);
      let up = 0;
      request.on("data", (piece: Buffer) => (up += piece.length));
      request.on("end", () => {
        if (up > 0) this.came.push(up);
        const body = request.method === "POST" ? Buffer.from("stored") : Buffer.from(randomBytes(down).toString("latin1").replace(/[^!-~]/g, "x"), "latin1");
        response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": body.length, "Cache-Control": "no-store", Connection: "close" });
        response.end(body);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
