// A world of its own for a test: microsoft-sim and the service, on free ports
// of this machine, in a fresh folder, both with the same clock.
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { HttpBrowser } from "./http.mjs";

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** Where the programs are; another build's, with RENTAL_BIN. */
const bin = process.env.RENTAL_BIN ?? path.join(root, "build/bin");

/** A Sunday morning in Oklahoma; a week of openings lies ahead. */
export const SUNDAY = "2026-11-22T14:00:00Z";
export const MANAGER = "pete_admin";
export const PETE = "pete@contoso.example";
export const ANA = "ana@contoso.example";
export const CLIENT_ID = "00001111-aaaa-2222-bbbb-3333cccc4444";
export const CLIENT_SECRET = "simulated-client-secret";

const PATIENCE_MS = 60_000;

/**
 * Nobody listens there now. Below the ports that outgoing connections are given
 * (Linux, ip_local_port_range), so that none of these takes it first.
 */
export async function freePort() {
  const range = await readFile("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
  const lowest = 10_000;
  const end = Math.max(Number.parseInt(range, 10), lowest + 1000);
  for (let i = 0; i < 1000; ++i) {
    const port = randomInt(lowest, end);
    if (await isFree(port))
      return port;
  }
  throw new Error("no port is free");
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Calls `condition` until it returns something; fails after a minute. */
export async function until(what, condition, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const found = await condition();
      if (found)
        return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`${what}: not after ${patience} ms` +
                      (last ? ` (${last.message})` : ""));
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const alive = new Set();
process.on("exit", () => {
  for (const child of alive)
    child.kill("SIGKILL");
});

/** A program of ours, or a script for Node; ends with the test. */
export class Program {
  constructor(name, args, env = {}) {
    this.name = name;
    this.output = "";
    const file = name.endsWith(".js")
      ? [process.execPath, name] : [path.join(bin, name)];
    this.child = spawn(file[0], [...file.slice(1), ...args], {
      // Nothing of the environment of who runs the tests gets in.
      env: { PATH: process.env.PATH, LANG: "C.UTF-8",
             ...(process.env.LD_LIBRARY_PATH
               ? { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH } : {}),
             ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    alive.add(this.child);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on("data", (text) => (this.output += text));
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => {
        this.output += `${error}\n`;
        this.isOver = true;
        resolve(-1);
      });
      this.child.on("close", (code) => {
        alive.delete(this.child);
        this.isOver = true;
        resolve(code);
      });
    });
  }

  /** Waits for `condition`, but not for a program that is dead. */
  ready(condition) {
    return until(`${this.name} is ready`, async () => {
      if (this.isOver)
        return "over";
      return condition();
    }).then((found) => {
      if (found === "over")
        throw new Error(`${this.name} ended:\n${this.output}`);
      return found;
    });
  }

  async stop() {
    this.child.kill("SIGTERM");
    const giveUp = setTimeout(() => this.child.kill("SIGKILL"), 30_000);
    const code = await this.ended;
    clearTimeout(giveUp);
    return code;
  }
}

/**
 * Options:
 *   production  ADMIN_TOKEN, MASTER_KEY and VAPI_SECRET are set
 *   env         more variables of the service, or (world) => variables
 *   simulator   more options of the simulator
 *   clock       where both clocks start
 *   config      TOML text of the service's settings
 *   port        of the service; free
 */
export async function openWorld(options = {}) {
  const world = new World(options);
  try {
    await world.start();
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

class World {
  constructor({ production = false, env = {}, simulator = [],
                clock = SUNDAY, config = "", port } = {}) {
    this.production = production;
    this.clock = clock;
    this.config = config;
    this.port = port;
    this.moreEnv = env;
    this.simulatorOptions = simulator;
    this.adminToken = production ? randomBytes(24).toString("base64url") : "";
    this.vapiSecret = production ? randomBytes(24).toString("base64url") : "";
    this.masterKey = production ? randomBytes(32).toString("base64") : "";
  }

  async start() {
    this.folder = await mkdtemp(path.join(tmpdir(), "peterental-"));
    if (this.config)
      await writeFile(path.join(this.folder, "settings.toml"), this.config);
    await this.startSimulator();
    await this.startService();
  }

  async startSimulator() {
    this.simulator = new Program("microsoft-sim", [
      "--port", "0", ...(this.clock ? ["--clock-start", this.clock] : []),
      ...this.simulatorOptions]);
    const line = await this.simulator.ready(
      () => /listening on (\S+)/.exec(this.simulator.output));
    this.microsoft = line[1];
  }

  async startService() {
    this.env ??= await this.#environment();
    this.server = new Program("peterental", ["serve"], this.env);
    await this.server.ready(
      async () => (await fetch(`${this.service}/readyz`)).ok);
  }

  async #environment() {
    const port = this.port ?? (await freePort());
    this.service = `http://127.0.0.1:${port}`;
    const more = typeof this.moreEnv === "function"
      ? await this.moreEnv(this) : this.moreEnv;
    return {
      PORT: String(port),
      PUBLIC_URL: this.service,
      DATABASE_URL: `sqlite3://${this.folder}/peterental.db`,
      MICROSOFT_LOGIN_URL: this.microsoft,
      MICROSOFT_GRAPH_URL: `${this.microsoft}/v1.0`,
      MICROSOFT_CLIENT_ID: CLIENT_ID,
      MICROSOFT_CLIENT_SECRET: CLIENT_SECRET,
      CLOCK_START: this.clock,
      CONFIG: this.config ? path.join(this.folder, "settings.toml") : "",
      ADMIN_TOKEN: this.adminToken,
      VAPI_SECRET: this.vapiSecret,
      MASTER_KEY: this.masterKey,
      ...more,
    };
  }

  /** A subcommand of the program, with the service's settings. */
  async run(...args) {
    const program = new Program("peterental", args, this.env);
    const code = await program.ended;
    return { code, output: program.output };
  }

  /** Talks to the simulator's control plane. */
  async control(method, what, body) {
    const answer = await fetch(`${this.microsoft}/_control${what}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${what}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  get adminHeaders() {
    return this.production
      ? { authorization: `Bearer ${this.adminToken}` } : {};
  }

  get vapiHeaders() {
    return this.production ? { "x-vapi-secret": this.vapiSecret } : {};
  }

  /** JSON of the service's own API. */
  async api(method, target, body) {
    const answer = await fetch(this.service + target, {
      method,
      headers: { ...this.adminHeaders, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  }

  status(manager = MANAGER) {
    return this.api(
      "GET", `/calendar/auth/status?user_id=${encodeURIComponent(manager)}`)
      .then((answer) => answer.body);
  }

  /** Connects a manager's calendar without looking at pages. */
  async connect(manager = MANAGER, account = PETE) {
    await this.control("POST", "/auto-sign-in", { account });
    const browser = new HttpBrowser();
    const end = await browser.get(
      `${this.service}/calendar/auth/start?user_id=${
        encodeURIComponent(manager)}`, this.adminHeaders);
    await this.control("POST", "/auto-sign-in", { account: null });
    if (end.status !== 200)
      throw new Error(`not connected: ${end.status} ${end.url}\n${end.text}`);
    return end;
  }

  /** What the calendar of an account holds and nobody has deleted. */
  async events(account = PETE) {
    const found = await this.control(
      "GET", `/events?account=${encodeURIComponent(account)}`);
    return (found.events ?? found).filter((each) => !each.deleted);
  }

  async stopService() {
    const code = await this.server.stop();
    this.server = undefined;
    return code;
  }

  /** What the service has logged. */
  get log() {
    return this.server?.output ?? "";
  }

  async close() {
    await Promise.all([this.server?.stop(), this.simulator?.stop()]);
    if (this.folder)
      await rm(this.folder, { recursive: true, force: true });
  }
}
