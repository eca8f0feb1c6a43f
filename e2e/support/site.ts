// A shop on an origin of its own: browsers let no page of an unknown place ask a proxy of this machine.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type OutgoingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

/** What the shop has at an address. */
export interface SiteFile {
  readonly headers: OutgoingHttpHeaders;
  readonly text: string;
}

/** Finds what is at a path, which begins with `/`; rejects where nothing is. */
export type FindFile = (path: string) => Promise<SiteFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
};

/** A folder's files, in whose text `key` stands for `value()`. */
export function filesOf(
  folder: string,
  key: string,
  value: () => string,
): FindFile {
  return async (path) => {
    const name = path === "/" ? "index.html" : path;
    const text = await readFile(join(folder, name), "utf8");
    const headers = { "content-type": TYPES[extname(name)] };
    return { headers, text: text.replaceAll(key, value()) };
  };
}

/** A running shop. */
export class Site {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.origin = `http://127.0.0.1:${port}`;
  }

  static async open(find: FindFile): Promise<Site> {
    const server = createServer(({ url = "/" }, response) => {
      find(new URL(url, "http://site").pathname).then(
        ({ headers, text }) => response.writeHead(200, headers).end(text),
        () => response.writeHead(404).end(),
      );
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new Site(server);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
