// Chromium, as a manager on a phone or an operator at a desk sees the pages,
// and everything that must hold on each of them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { chromium } from "playwright-core";

import { root } from "./world.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
              "best-practice"];

/** What screenshots are kept: 1 writes docs/screenshots, a folder gets all. */
const SCREENSHOTS = process.env.SCREENSHOTS ?? "";

export const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true,
           isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
  .find((file) => existsSync(file));

/** Why there can be no browser tests here; false when there can. */
export const noBrowser = program ? false : "Debian's chromium is not installed";

export function launch() {
  return chromium.launch({
    executablePath: program,
    env: { ...process.env, LANG: "C.UTF-8",
           FONTCONFIG_FILE: path.join(root, "tests/browser/fonts.conf") },
    // Continuous integration often is root, who gets no sandbox.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server",
           "--disable-background-networking", "--disable-gpu",
           "--font-render-hinting=none", "--disable-lcd-text"],
  });
}

/** One person with a browser of their own. */
export class Visitor {
  trouble = [];

  /** Options: size, javaScript; headers go to the service alone. */
  static async open(browser, world, { size = "phone", javaScript = true,
                                      headers } = {}) {
    const visitor = new Visitor();
    visitor.world = world;
    visitor.size = size;
    visitor.javaScript = javaScript;
    visitor.context = await browser.newContext({
      ...SIZES[size], javaScriptEnabled: javaScript, locale: "en-US",
      timezoneId: "America/Chicago", reducedMotion: "reduce",
      permissions: [] });
    visitor.context.setDefaultTimeout(30_000);
    visitor.page = await visitor.context.newPage();
    visitor.#watch();
    if (headers)
      await visitor.page.route(`${world.service}/**`, (route, request) =>
        route.continue({ headers: { ...request.headers(), ...headers } }));
    return visitor;
  }

  #watch() {
    const ours = [this.world.service, this.world.microsoft];
    this.context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && !ours.includes(origin))
        this.trouble.push(`a request to ${request.url()}`);
    });
    this.page.on("pageerror", (error) => this.trouble.push(String(error)));
    this.page.on("console", (message) => {
      // That a page answers 403 is what it is there for.
      const status = /the server responded with a status of/;
      if (message.type() === "error" && !status.test(message.text()))
        this.trouble.push(`console: ${message.text()}`);
    });
    this.page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      if (why !== "net::ERR_ABORTED")
        this.trouble.push(`${request.url()}: ${why}`);
    });
    this.page.on("response", (response) => {
      const kind = response.request().resourceType();
      if (response.status() >= 400 && kind !== "document")
        this.trouble.push(`${response.url()}: ${response.status()}`);
    });
  }

  go(target) {
    return this.page.goto(
      target.startsWith("http") ? target : this.world.service + target);
  }

  /** Presses what has this id, as this person does. */
  async press(selector) {
    const button = this.page.locator(selector);
    await (SIZES[this.size].hasTouch ? button.tap() : button.click());
  }

  /** Presses what leads to another page, and waits until it is there. */
  async follow(selector) {
    await Promise.all([this.page.waitForEvent("load"), this.press(selector)]);
  }

  heading() {
    return this.page.locator("h1").first().innerText();
  }

  text() {
    return this.page.locator("main").innerText();
  }

  /** Chooses an account on the simulator's page and goes on. */
  async signIn(account) {
    await this.page.locator(`input[value="${account}"]`).check();
    await this.follow('button[value="next"]');
  }

  /** The same, and agrees when asked to. */
  async signInAndAccept(account) {
    await this.signIn(account);
    const accept = this.page.locator('button[value="accept"]');
    if (await accept.count() > 0)
      await this.follow('button[value="accept"]');
  }

  /**
   * Looks at a page of ours as a whole, in light and in dark. `name` is the
   * screenshot's; it is kept in docs/ for the sizes in `keep`.
   */
  async look(name, { keep = ["phone"] } = {}) {
    assert.equal(new URL(this.page.url()).origin, this.world.service);
    for (const scheme of ["dark", "light"]) {
      await this.page.emulateMedia({ colorScheme: scheme });
      await this.#fits(name);
      if (this.javaScript)
        await this.#isAccessible(name, scheme);
      await this.#photograph(name, scheme, keep);
    }
    this.calm();
  }

  /** Nothing has gone wrong out of sight. */
  calm() {
    assert.deepEqual(this.trouble, []);
  }

  async #fits(name) {
    const box = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    assert.ok(box.scrollWidth <= box.clientWidth,
              `${name} scrolls sideways: ${JSON.stringify(box)}`);
  }

  async #isAccessible(name, scheme) {
    await this.page.evaluate(await readFile(AXE, "utf8"));
    const { violations, passes } = await this.page.evaluate(
      (tags) => window.axe.run(document, {
        runOnly: { type: "tag", values: tags } }), WCAG);
    assert.ok(passes.length > 5, "axe has looked");
    assert.deepEqual(
      violations.map((each) => ({
        rule: each.id, help: each.help,
        where: each.nodes.map((node) => `${node.target} ${
          node.failureSummary}`) })),
      [], `${name}, ${this.size}, ${scheme}`);
  }

  async #photograph(name, scheme, keep) {
    if (!SCREENSHOTS || !this.javaScript)
      return;
    const all = SCREENSHOTS !== "1";
    if (!all && !(scheme === "light" && keep.includes(this.size))
        && !(scheme === "dark" && keep.includes(`${this.size}-dark`)))
      return;
    const folder = all ? SCREENSHOTS : path.join(root, "docs/screenshots");
    await mkdir(folder, { recursive: true });
    const dark = scheme === "dark" ? "-dark" : "";
    await this.page.screenshot({
      path: path.join(folder, `${name}-${this.size}${dark}.png`),
      // The rest of a long page looks like its beginning.
      clip: await this.#beginning(), fullPage: true, animations: "disabled", caret: "hide" });
  }

  #beginning() {
    return this.page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return { x: 0, y: 0, width: scrollWidth,
               height: Math.min(scrollHeight, scrollWidth < 500 ? 2400 : 1400) };
    });
  }

  close() {
    return this.context.close();
  }
}
