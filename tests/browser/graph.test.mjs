// Service and simulator, with a validating proxy between them that knows what
// Microsoft publishes about Graph.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { send } from "./lib/http.mjs";
import { close, listen, passOn } from "./lib/proxy.mjs";
import { MANAGER, PETE, Program, freePort, openWorld, root, until }
  from "./lib/world.mjs";

const SPEC = path.resolve(
  root, "tests/fixtures/msgraph-calendar-subset.strict.openapi.yaml");
const PRISM = path.join(
  root, "tests/browser/node_modules/@stoplight/prism-cli/dist/index.js");

describe("through a validating proxy", () => {
  let world;
  let prism;
  let gate;
  let token;
  const seen = [];
  const violations = [];

  /** /v1.0/... of the service is /... of Prism. */
  async function startGate(port, prismPort) {
    gate = await listen((request, response) => {
      const target = request.url.replace(/^\/v1\.0/, "");
      passOn(request, response, `http://127.0.0.1:${prismPort}${target}`, {},
             (status, headers, body) => {
        seen.push(`${request.method} ${target.split("?")[0]}`);
        if (headers["sl-violations"] || status === 422 || status >= 500)
          violations.push(`${request.method} ${target}: ${status} ${
            headers["sl-violations"] ?? ""} ${body.slice(0, 2000)}`);
      });
    }, port);
  }

  before(async () => {
    const port = await freePort();
    const prismPort = await freePort();
    const url = `http://127.0.0.1:${port}`;
    world = await openWorld({
      simulator: ["--public-url", url],
      env: { MICROSOFT_GRAPH_URL: `${url}/v1.0` },
    });
    prism = new Program(PRISM, [
      "proxy", SPEC, `${world.microsoft}/v1.0`, "--errors",
      "--host", "127.0.0.1", "--port", String(prismPort)]);
    await prism.ready(() => prism.output.includes("Prism is listening"));
    await startGate(port, prismPort);
    ({ access_token: token } = await world.control(
      "POST", "/tokens", { account: PETE }));
  });
  after(async () => {
    await world?.close();
    await close(gate);
    await prism?.stop();
  });

  function ask(method, target, body) {
    const { port } = gate.address();
    return send(method, `http://127.0.0.1:${port}/v1.0${target}`, {
      headers: { authorization: `Bearer ${token}`,
                 "content-type": "application/json" },
      body: body && JSON.stringify(body) });
  }

  /** Empties the list; what the canaries do is not the service's doing. */
  function forget() {
    seen.length = 0;
    violations.length = 0;
  }

  test("it refuses what is wrong, and lets pass what is right", async () => {
    const week = "startDateTime=2026-11-23T00:00:00Z&" +
                 "endDateTime=2026-11-30T00:00:00Z";
    const event = {
      subject: "Canary",
      start: { dateTime: "2026-11-24T10:00:00", timeZone: "UTC" },
      end: { dateTime: "2026-11-24T10:30:00", timeZone: "UTC" } };
    const wrong = [
      ["GET", "/me/calendarView"],
      ["POST", "/me/events", { ...event, subject: 7 }],
      ["POST", "/me/events", { ...event, start: "tomorrow" }],
      ["POST", "/me/events", { ...event, invented: true }],
      ["POST", "/me/sendMail", { message: "hello" }],
    ];
    for (const [method, target, body] of wrong) {
      const answer = await ask(method, target, body);
      assert.equal(answer.status, 422,
                   `${method} ${target} ${JSON.stringify(body)}`);
    }
    assert.equal(violations.length, wrong.length);
    assert.equal((await ask("GET", `/me/calendarView?${week}`)).status, 200);
    assert.equal((await ask("POST", "/me/events", event)).status, 201);
    assert.equal(violations.length, wrong.length, violations.at(-1));
    forget();
  });

  test("a calendar of several pages is connected and read", async () => {
    const events = Array.from({ length: 300 }, (_, n) => ({
      account: PETE, subject: `Meeting ${n}`,
      start: new Date(Date.UTC(2026, 10, 24, 15, n)).toISOString(),
      end: new Date(Date.UTC(2026, 10, 24, 15, n + 1)).toISOString() }));
    await world.control("POST", "/events", events);
    await world.connect();
    const answer = await world.api(
      "GET", `/calendar/availability?user_id=${MANAGER}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual(violations, []);
    assert.ok(seen.includes("GET /me/mailboxSettings"), `${seen}`);
    assert.ok(seen.filter((each) => each.includes("alendarView")).length > 1,
              `${seen}`);
  });

  test("a viewing is booked, moved and cancelled, and mailed", async () => {
    const made = await world.api("POST", "/calendar/events", {
      user_id: MANAGER, property_address: "9 Elm Street",
      start_time: "2026-11-25T14:00:00-06:00", attendee_name: "Jane Smith",
      attendee_email: "jane.smith@visitor.example",
      attendee_phone: "+14055550142" });
    assert.equal(made.status, 201, JSON.stringify(made.body) + violations);
    const target = (id) => `/calendar/events/${id}?user_id=${MANAGER}`;
    const moved = await world.api(
      "PATCH", target(made.body.event.booking_id),
      { start_time: "2026-11-25T10:00:00-06:00" });
    assert.equal(moved.status, 200, JSON.stringify(moved.body) + violations);
    const gone = await world.api(
      "DELETE", target(moved.body.event.booking_id));
    assert.equal(gone.status, 200, JSON.stringify(gone.body) + violations);
    await until("the mails are sent", () =>
      seen.filter((each) => each === "POST /me/sendMail").length >= 2);
    assert.deepEqual(violations, []);
  });
});
