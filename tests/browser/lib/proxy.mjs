// Small servers on loopback that stand between two programs.
import http from "node:http";

export function listen(handler, port) {
  return new Promise((resolve, reject) => {
    const server = http.createServer(handler);
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

export function close(server) {
  server?.closeAllConnections();
  return new Promise((resolve) => server ? server.close(resolve) : resolve());
}

/** Passes a request on; `look` sees the answer's status, headers and body. */
export function passOn(request, response, url, headers = {}, look = () => {}) {
  const onward = http.request(url, {
    method: request.method,
    headers: { ...request.headers, host: new URL(url).host, ...headers },
  }, (answer) => {
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("error", () => response.destroy());
    answer.on("end", () => {
      const body = Buffer.concat(chunks);
      look(answer.statusCode, answer.headers, body.toString("utf8"));
      const kept = { ...answer.headers, "content-length": body.length };
      delete kept["transfer-encoding"];
      response.writeHead(answer.statusCode,
                         answer.statusCode === 204 ? {} : kept);
      response.end(body);
    });
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}
