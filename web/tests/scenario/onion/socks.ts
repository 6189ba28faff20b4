// fetch through a SOCKS proxy that looks names up itself (Tor's): one HTTP/1.1 request on a connection of its own. Node has none.
import { connect, type Socket } from "node:net";

const kGreeting = Buffer.from([5, 1, 0]);
const kAnswerBytes = 10;

function wanted(socket: Socket, bytes: number): Promise<Buffer> {
  return new Promise((done, failed) => {
    const look = (): void => {
      const got = socket.read(bytes) as Buffer | null;
      if (got === null) return;
      socket.off("readable", look);
      done(got);
    };
    socket.on("readable", look);
    socket.once("error", failed);
    socket.once("close", () => { failed(new Error("the proxy has closed")); });
    look();
  });
}

async function connected(proxy: URL, to: URL): Promise<Socket> {
  const socket = connect(Number(proxy.port), proxy.hostname);
  socket.write(kGreeting);
  if ((await wanted(socket, 2))[1] !== 0) throw new Error("the proxy wants a name");
  const port = Number(to.port === "" ? 80 : to.port);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, to.hostname.length]), Buffer.from(to.hostname), Buffer.from([port >> 8, port & 255])]));
  const answer = await wanted(socket, kAnswerBytes);
  if (answer[1] !== 0) throw new Error(`the proxy cannot reach it (${String(answer[1])})`);
  return socket;
}

function all_of(socket: Socket): Promise<Buffer> {
  return new Promise((done, failed) => {
    const parts: Buffer[] = [];
    socket.on("data", (part: Buffer) => parts.push(part));
    socket.once("end", () => { done(Buffer.concat(parts)); });
    socket.once("error", failed);
  });
}

/** @param proxy such as socks5h://127.0.0.1:9050 */
export function fetch_through(proxy: string): typeof fetch {
  return async (input, init) => {
    const to = new URL(input instanceof Request ? input.url : input);
    const socket = await connected(new URL(proxy), to);
    init?.signal?.addEventListener("abort", () => { socket.destroy(new Error("aborted")); });
    const body = Buffer.from((init?.body ?? new Uint8Array()) as Uint8Array);
    const head = [`${init?.method ?? "GET"} ${to.pathname}${to.search} HTTP/1.1`, `Host: ${to.host}`, "Connection: close", `Content-Length: ${body.length}`, "", ""];
    socket.write(Buffer.concat([Buffer.from(head.join("\r\n")), body]));
    const answer = await all_of(socket);
    const end = answer.indexOf("\r\n\r\n");
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer.subarray(0, end).toString("latin1"))?.[1];
    if (status === undefined) throw new Error("no answer");
    return new Response(Uint8Array.from(answer.subarray(end + 4)), { status: Number(status) });
  };
}
