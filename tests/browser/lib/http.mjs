// A browser without eyes: follows redirects and keeps cookies, by host and
// port, and nothing else.
import http from "node:http";

/** One request. Debian's fetch does not tell cookies apart, so not that. */
export function send(method, url, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : Buffer.from(String(body));
    const form = body instanceof URLSearchParams
      ? { "content-type": "application/x-www-form-urlencoded" } : {};
    const length = sent ? { "content-length": sent.length } : {};
    const request = http.request(
      url, { method, agent: false, headers: { ...form, ...headers, ...length } },
      (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => resolve({
          url,
          status: answer.statusCode,
          headers: new Headers(Object.entries(answer.headers)
            .filter(([name]) => name !== "set-cookie")),
          cookies: answer.headers["set-cookie"] ?? [],
          text: Buffer.concat(chunks).toString("utf8"),
        }));
      });
    request.on("error", reject);
    request.end(sent);
  });
}

export class HttpBrowser {
  #jar = new Map();

  /** Follows redirects; headers go to the first address's origin only. */
  async get(url, headers = {}) {
    const origin = new URL(url).origin;
    let at = url;
    for (let hops = 0; hops < 20; ++hops) {
      const own = new URL(at).origin === origin ? headers : {};
      const answer = await this.once("GET", at, { headers: own });
      const next = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || !next)
        return answer;
      at = new URL(next, at).href;
    }
    throw new Error(`redirects without end at ${at}`);
  }

  /** One request, its redirect not followed. */
  async once(method, url, { headers = {}, body } = {}) {
    const { origin } = new URL(url);
    const kept = this.#jar.get(origin) ?? new Map();
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`)
      .join("; ");
    const answer = await send(method, url, {
      body, headers: { ...headers, ...(cookie ? { cookie } : {}) } });
    for (const line of answer.cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0\b/i.test(line))
        kept.delete(name);
      else
        kept.set(name, value);
    }
    this.#jar.set(origin, kept);
    return answer;
  }

  /** Sends the form of a page with these fields, and follows. */
  async submit(page, fields) {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.text)[1];
    const body = new URLSearchParams();
    for (const [, name, value] of page.text.matchAll(
      /<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
      body.set(name, value);
    for (const [name, value] of Object.entries(fields))
      body.set(name, value);
    const answer = await this.once(
      "POST", new URL(action, page.url).href, { body });
    const next = answer.headers.get("location");
    return next ? this.get(new URL(next, page.url).href) : answer;
  }
}
