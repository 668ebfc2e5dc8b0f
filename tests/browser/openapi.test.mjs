// The OpenAPI document: a public linter accepts it, and every real answer of
// the service is what it says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { Document } from "./lib/document.mjs";
import { HttpBrowser, send } from "./lib/http.mjs";
import { OFFER, legacyShapes, nested, newId, nonsense, openingsInEveryShape,
         otherMessages, toolCalls } from "./lib/vapi.mjs";
import { ANA, MANAGER, PETE, openWorld, root, until } from "./lib/world.mjs";

/** Successes that no test can bring about, and why. */
const NEVER = {};

const here = path.join(root, "tests/browser");
const FREE = "2026-11-24T14:00:00-06:00";
const NOT_A_DAY = "2026-02-31T14:00:00-06:00";

let world;
let document;

before(async () => {
  world = await openWorld({
    production: true,
    config: "[budgets]\nopenings_seconds = 2\nbooking_seconds = 2\n" });
  const answer = await fetch(`${world.service}/openapi.json`);
  document = new Document(await answer.json());
});
after(() => world?.close());

/**
 * Sends one request of an operation and holds the answer against the document.
 * `as`: "admin", "vapi" or "" (a stranger).
 */
async function call(id, { as = "admin", query = {}, params = {}, headers = {},
                          body, raw, browser = new HttpBrowser(),
                          at = world } = {}) {
  const { path: template, method } = document.operation(id);
  const filled = template.replace(/\{(\w+)\}/g, (_, name) => params[name]);
  const search = new URLSearchParams(query).toString();
  const credentials = as === "admin" ? at.adminHeaders
    : as === "vapi" ? at.vapiHeaders : {};
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await browser.once(
    method.toUpperCase(),
    at.service + filled + (search ? `?${search}` : ""),
    { body: sent,
      headers: { ...credentials,
                 ...(sent === undefined ? {}
                   : { "content-type": "application/json" }),
                 ...headers } });
  const wrong = document.complaintsOfAnswer(id, answer);
  assert.deepEqual(wrong, [],
                   `${id} ${answer.status}: ${answer.text.slice(0, 2000)}`);
  answer.json = () => JSON.parse(answer.text);
  return answer;
}

/** The same, and the status is this one. */
async function expectStatus(status, id, options) {
  const answer = await call(id, options);
  assert.equal(answer.status, status, `${id}: ${answer.text.slice(0, 2000)}`);
  return answer;
}

/** A body that the document calls right. */
function good(id, body) {
  assert.deepEqual(document.complaintsOfRequest(id, body), []);
  return body;
}

async function finish(start, fields = {}) {
  const state = new URL(start.headers.get("location")).searchParams
    .get("state");
  return { state, ...fields };
}

/** Signs in at the simulator and returns what it sends the browser back with. */
async function signIn(browser, start, account = PETE) {
  await world.control("POST", "/auto-sign-in", { account });
  const back = await browser.once("GET", start.headers.get("location"));
  await world.control("POST", "/auto-sign-in", { account: null });
  return Object.fromEntries(
    new URL(back.headers.get("location")).searchParams);
}

/** The hidden fields of a page's first form. */
function hidden(page) {
  return Object.fromEntries([...page.text.split("</form>")[0].matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    .map(([, name, value]) => [name, value]));
}

function fault(match, action, more = {}) {
  return world.control("POST", "/faults", { match, action, ...more });
}

function booking(start, more = {}) {
  return good("createEvent", {
    user_id: MANAGER,
    property_address: "9 Elm Street",
    start_time: start,
    attendee_name: "Jane Smith",
    attendee_email: "jane.smith@visitor.example",
    attendee_phone: "+14055550142",
    ...more,
  });
}

test("a public linter has nothing to say about the document", async () => {
  const file = path.join(world.folder, "openapi.json");
  await writeFile(file, JSON.stringify(document.document, null, 2));
  const lint = spawnSync(process.execPath, [
    path.join(here, "node_modules/@stoplight/spectral-cli/dist/index.js"),
    "lint", "--fail-severity", "hint", "--ruleset",
    path.join(here, "spectral.yaml"), file], { encoding: "utf8" });
  assert.equal(lint.status, 0, lint.stdout + lint.stderr);
});

test("the linter would say something", async () => {
  const broken = structuredClone(document.document);
  broken.paths["/health"].get.responses = {};
  const file = path.join(world.folder, "broken.json");
  await writeFile(file, JSON.stringify(broken, null, 2));
  const lint = spawnSync(process.execPath, [
    path.join(here, "node_modules/@stoplight/spectral-cli/dist/index.js"),
    "lint", "--ruleset", path.join(here, "spectral.yaml"), file],
    { encoding: "utf8" });
  assert.notEqual(lint.status, 0, lint.stdout + lint.stderr);
  assert.match(lint.stdout, /responses/);
});

test("an answer that the document does not describe is found", () => {
  const headers = new Headers({ "content-type": "application/json" });
  const of = (status, text) => new Document(document.document)
    .complaintsOfAnswer("connectStatus", { status, headers, text });
  const fine = { authorized: false, expires_at: null, account: null,
                 state: "disconnected" };
  assert.deepEqual(of(200, JSON.stringify(fine)), []);
  assert.notDeepEqual(of(418, JSON.stringify(fine)), []);
  assert.notDeepEqual(of(200, "no JSON"), []);
  assert.notDeepEqual(of(200, JSON.stringify({ ...fine, state: "odd" })), []);
  assert.notDeepEqual(of(200, JSON.stringify({ ...fine, more: 1 })), []);
  assert.notDeepEqual(of(200, JSON.stringify({ authorized: true })), []);
});

describe("every operation answers as documented", () => {
  test("the service itself", async () => {
    for (const id of ["health", "healthz", "readyz", "openapi", "docs",
                      "vapiTools"])
      await expectStatus(200, id, { as: "" });
    const numbers = await expectStatus(200, "metrics");
    assert.match(numbers.text, /^peterental_build_info\{/m);
    await expectStatus(401, "metrics", { as: "" });
  });

  test("connecting", async () => {
    const browser = new HttpBrowser();
    const query = { user_id: MANAGER };
    await expectStatus(401, "connectStart", { as: "", query });
    await expectStatus(400, "connectStart");
    const callback = (fields, who = browser) =>
      call("connectCallback", { as: "", query: fields, browser: who });
    const statusOf = async (fields, who) =>
      (await callback(fields, who)).status;
    assert.equal(await statusOf({}), 400);
    assert.equal(await statusOf({ code: "x", state: "forged" }), 400);

    const begin = () =>
      expectStatus(302, "connectStart", { query, browser });
    let start = await begin();
    assert.equal(await statusOf(await finish(start, {
      error: "access_denied", error_subcode: "cancel",
      error_description: "the user canceled the authentication" })), 403);
    start = await begin();
    assert.equal(await statusOf(await signIn(browser, start,
                                             "nomailbox@contoso.example")),
                 409);
    start = await begin();
    await fault({ operation: "token" }, { status: 503 }, { times: 5 });
    assert.equal(await statusOf(await signIn(browser, start)), 503);
    await world.control("DELETE", "/faults");
    start = await begin();
    await world.control("POST", "/settings", { client_secret_expired: true });
    assert.equal(await statusOf(await signIn(browser, start)), 500);
    await world.control("POST", "/settings", { client_secret_expired: false });

    start = await begin();
    const back = await signIn(browser, start);
    assert.equal(await statusOf(back, new HttpBrowser()), 400,
                 "another browser");
    assert.equal(await statusOf({ admin_consent: "True", tenant: "t" }), 200);
    start = await begin();
    const end = await callback(await signIn(browser, start));
    assert.equal(end.status, 303, end.text);
    const page = await expectStatus(200, "connectedPage", { as: "", browser });
    assert.match(page.text, /pete@contoso\.example/);
  });

  test("a link, and what it leads to", async () => {
    // Only whoever has viewings to come is asked what becomes of them.
    const viewing = (await expectStatus(
      201, "createEvent", { body: booking(FREE) })).json().event.booking_id;
    const made = await expectStatus(201, "createConnectLink", {
      body: good("createConnectLink", {
        user_id: MANAGER, expect: ANA, hours: 2 }) });
    await expectStatus(401, "createConnectLink",
                       { as: "", body: { user_id: MANAGER } });
    for (const raw of ["", "[]", "{}", '{"user_id":"a","hours":0}'])
      await expectStatus(400, "createConnectLink", { raw });
    const browser = new HttpBrowser();
    const query = { link: new URL(made.json().url).searchParams.get("link") };
    await expectStatus(200, "connectPage", { as: "", query });
    await expectStatus(401, "connectPage", { as: "" });
    await expectStatus(400, "connectPage");
    for (const id of ["connectPage", "connectStart"])
      await expectStatus(403, id, { as: "", query: { link: "forged" } });

    await expectStatus(303, "connectStart", { as: "", query, browser });
    await expectStatus(200, "connectPage", { as: "", query, browser });
    const start = await expectStatus(302, "connectStart",
                                     { as: "", query, browser });
    const refused = await expectStatus(403, "connectCallback", {
      as: "", query: await signIn(browser, start), browser });
    assert.ok(refused.text.includes(ANA));

    const back = await signIn(browser, await expectStatus(
      302, "connectStart", { as: "", query, browser }), ANA);
    await expectStatus(303, "connectCallback",
                       { as: "", query: back, browser });
    await expectStatus(410, "connectChoice", { as: "" });
    const choice = await expectStatus(200, "connectChoice",
                                      { as: "", browser });
    const form = (page, who, fields = {}) => ({
      as: "", browser: who ?? browser,
      raw: new URLSearchParams({ ...hidden(page), ...fields }),
      headers: { "content-type": "application/x-www-form-urlencoded" } });
    await expectStatus(410, "connectKeep", form(choice, new HttpBrowser()));
    await expectStatus(403, "connectKeep", { as: "", browser, raw: "csrf=x" });
    await expectStatus(303, "connectKeep",
                       form(choice, browser, { booked: "move" }));
    await until("the viewing is in the other calendar", async () =>
      (await world.events(ANA)).length === 1);
    await expectStatus(200, "cancelEvent", {
      query: { user_id: MANAGER }, params: { booking_id: viewing } });
    const [left] = await world.events(PETE);
    await world.control("DELETE", `/events?account=${
      encodeURIComponent(PETE)}&id=${encodeURIComponent(left.id)}`);
    await expectStatus(410, "connectKeep", form(choice));

    const page = await expectStatus(200, "connectedPage", { as: "", browser });
    await expectStatus(401, "connectedPage", { as: "" });
    const heard = await expectStatus(200, "connectedHear",
                                     { as: "", browser });
    assert.match(heard.json().sentence, OFFER);
    await expectStatus(401, "connectedHear", { as: "" });
    await expectStatus(200, "testViewing", form(page));
    await expectStatus(409, "testViewing", form(page));
    await expectStatus(401, "testViewing", form(page, new HttpBrowser()));
    await expectStatus(403, "testViewing", { as: "", browser, raw: "" });
    assert.deepEqual(await world.events(ANA), []);

    await expectStatus(401, "disconnectPage", { as: "" });
    const sure = await expectStatus(200, "disconnectPage",
                                    { as: "", browser });
    await expectStatus(403, "disconnectOwn", { as: "", browser, raw: "" });
    await expectStatus(200, "disconnectOwn", form(sure));
    await expectStatus(401, "disconnectOwn", form(sure));
    await world.connect();
  });

  test("how a connection is", async () => {
    const query = { user_id: MANAGER };
    const connected = await expectStatus(200, "connectStatus", { query });
    assert.equal(connected.json().state, "connected");
    const unknown = await expectStatus(
      200, "connectStatus", { query: { user_id: "+14055550999" } });
    assert.equal(unknown.json().state, "disconnected");
    await expectStatus(400, "connectStatus");
    await expectStatus(400, "connectStatus", { query: { user_id: "\u0007" } });
    await expectStatus(401, "connectStatus", { as: "", query });
    await expectStatus(401, "connectStatus", { as: "vapi", query });
  });

  test("openings", async () => {
    const query = { user_id: MANAGER };
    const found = await expectStatus(200, "availability", { query });
    assert.ok(found.json().total_slots > 10);
    await expectStatus(400, "availability");
    await expectStatus(401, "availability", { as: "", query });
    await expectStatus(404, "availability", { query: { user_id: "nobody" } });
  });

  test("bookings", async () => {
    await expectStatus(401, "createEvent", { as: "", body: booking(FREE) });
    for (const raw of ["", "{", "[]", "{}", '{"user_id":7}'])
      await expectStatus(400, "createEvent", { raw });
    await expectStatus(404, "createEvent",
                       { body: booking(FREE, { user_id: "nobody" }) });
    await expectStatus(422, "createEvent", { body: booking(NOT_A_DAY) });

    const key = { "idempotency-key": newId() };
    const made = await expectStatus(
      201, "createEvent", { body: booking(FREE), headers: key });
    const again = await expectStatus(
      200, "createEvent", { body: booking(FREE), headers: key });
    assert.equal(again.json().message, made.json().message);
    const other = await expectStatus(201, "createEvent", {
      body: booking("2026-11-24T15:00:00-06:00"), headers: key });
    await expectStatus(200, "cancelEvent", {
      query: { user_id: MANAGER },
      params: { booking_id: other.json().event.booking_id } });
    await expectStatus(400, "createEvent", {
      body: booking(FREE), headers: { "idempotency-key": "k".repeat(129) } });
    const taken = await expectStatus(409, "createEvent", {
      body: booking(FREE, { attendee_name: "Ann Other",
                            property_address: "10 Oak Avenue" }) });
    assert.ok(taken.json().alternatives.length > 0);

    const list = await expectStatus(200, "listEvents",
                                    { query: { user_id: MANAGER } });
    const { booking_id } = list.json().events.find(
      ({ state }) => state === "confirmed");
    assert.equal(booking_id, made.json().event.booking_id);
    await expectStatus(400, "listEvents");
    await expectStatus(401, "listEvents",
                       { as: "", query: { user_id: MANAGER } });
    await expectStatus(404, "listEvents", { query: { user_id: "nobody" } });

    const query = { user_id: MANAGER };
    const params = { booking_id };
    const elsewhere = { booking_id: randomUUID() };
    const later = good("moveEvent",
                       { start_time: "2026-11-25T10:00:00-06:00" });
    await expectStatus(401, "moveEvent",
                       { as: "", query, params, body: later });
    await expectStatus(400, "moveEvent", { params, body: later });
    await expectStatus(400, "moveEvent", { query, params, raw: "{" });
    await expectStatus(404, "moveEvent",
                       { query, params: elsewhere, body: later });
    await expectStatus(409, "moveEvent", {
      query, params, body: { start_time: "2026-11-22T10:00:00-06:00" } });
    await call("moveEvent", { query, params, body: { start_time: "soon" } });
    const moved = await expectStatus(200, "moveEvent",
                                     { query, params, body: later });
    assert.equal(moved.json().event.start_time, later.start_time);

    await expectStatus(401, "cancelEvent", { as: "", query, params });
    await expectStatus(400, "cancelEvent", { params });
    await expectStatus(404, "cancelEvent", { query, params: elsewhere });
    await expectStatus(404, "cancelEvent", { query, params });
    const current = { booking_id: moved.json().event.booking_id };
    const gone = await expectStatus(200, "cancelEvent",
                                    { query, params: current });
    assert.equal(gone.json().event.state, "cancelled");
    assert.deepEqual(await world.events(), []);
  });

  test("a webhook without the right credentials", async () => {
    const body = toolCalls([nested("get_availability",
                                   { property_address: "9 Elm Street" })]);
    await expectStatus(401, "vapiWebhook", { as: "", body });
    await expectStatus(401, "vapiWebhook", { as: "admin", body });
    await expectStatus(401, "vapiWebhook", {
      as: "", body, headers: { "x-vapi-secret": "wrong" } });
    await expectStatus(200, "vapiWebhook", {
      as: "", body,
      headers: { authorization: `Bearer ${world.vapiSecret}` } });
  });

  test("tool calls in every shape", async (t) => {
    for (const [shape, [body, ids]] of Object.entries(openingsInEveryShape()))
      await t.test(shape, async () => {
        const answer = await expectStatus(
          200, "vapiWebhook", { as: "vapi", body: good("vapiWebhook", body) });
        const { results } = answer.json();
        assert.deepEqual(results.map((each) => each.toolCallId), ids);
        for (const each of results)
          assert.match(each.result ?? each.error, /^[^\n\r]{10,}$/);
      });
  });

  test("tool calls as they were before", async (t) => {
    for (const [shape, body] of Object.entries(legacyShapes()))
      await t.test(shape, async () => {
        const answer = await expectStatus(
          200, "vapiWebhook", { as: "vapi", body: good("vapiWebhook", body) });
        assert.match(answer.json().result, OFFER);
      });
  });

  test("a whole call: openings, booking, repetition, find, move, cancel",
       async () => {
    const facts = { id: randomUUID(), caller: "+14055550177" };
    const say = async (name, args, id = newId()) => {
      const answer = await expectStatus(200, "vapiWebhook", {
        as: "vapi",
        body: toolCalls([nested(name, { property_address: "12 Pine Road",
                                        ...args }, id)], facts) });
      const [result] = answer.json().results;
      assert.equal(result.toolCallId, id);
      return result.result ?? result.error;
    };
    assert.match(await say("get_availability", {}), OFFER);
    const wish = { start_time: "2026-11-25T10:00:00-06:00",
                   attendee_name: "Kim Lee" };
    const id = newId();
    const booked = await say("set_appointment", wish, id);
    assert.match(booked, /booked to view twelve Pine Road/);
    assert.equal(await say("set_appointment", wish, id), booked);
    assert.match(await say("find_appointment", {}), /Pine Road/);
    assert.match(await say("reschedule_appointment", {
      new_start_time: "2026-11-25T11:00:00-06:00",
      start_time: "2026-11-25T11:00:00-06:00" }), /eleven/);
    assert.equal((await world.events()).length, 1);
    await say("cancel_appointment", {});
    assert.deepEqual(await world.events(), []);
  });

  test("a message, and who has called back", async () => {
    await expectStatus(200, "vapiWebhook", {
      as: "vapi",
      body: toolCalls([nested("leave_message", {
        property_address: "12 Pine Road", attendee_name: "Una Vale",
        message: "Is there a garage?" })],
      { id: randomUUID(), caller: "+14055550188" }) });
    const list = await expectStatus(200, "listCallbacks");
    const [row] = list.json().callbacks.filter(
      ({ message }) => message === "Is there a garage?");
    const params = { id: row.id };
    await expectStatus(400, "listCallbacks", { query: { filter: "odd" } });
    await expectStatus(401, "listCallbacks", { as: "" });
    const body = good("endCallback", { by: "Maria", note: "for two cars" });
    await expectStatus(401, "endCallback", { as: "", params, body });
    await expectStatus(404, "endCallback", { params: { id: 999 }, body });
    await expectStatus(400, "endCallback", { params, raw: "[" });
    await expectStatus(200, "endCallback", { params, body });
  });

  test("homes", async () => {
    const body = good("addProperty", {
      address: "77 Pine Road, Norman", manager: MANAGER });
    await expectStatus(401, "addProperty", { as: "", body });
    await expectStatus(400, "addProperty", { body: { address: "Pine Road",
                                                     manager: MANAGER } });
    const home = (await expectStatus(201, "addProperty", { body }))
      .json().property;
    await expectStatus(409, "addProperty", { body });
    await expectStatus(200, "listProperties", { query: { search: "pine" } });
    await expectStatus(400, "listProperties", { query: { active: "odd" } });
    await expectStatus(401, "listProperties", { as: "" });
    const other = (await expectStatus(201, "addProperty", {
      body: { address: "79 Pine Road, Norman", manager: "nobody" } }))
      .json().property;
    const params = { id: home.id };
    const nowhere = { id: randomUUID() };
    await expectStatus(200, "showProperty", { params });
    await expectStatus(404, "showProperty", { params: nowhere });
    await expectStatus(401, "showProperty", { as: "", params });
    const change = good("changeProperty", { notes: null, active: false });
    await expectStatus(200, "changeProperty", { params, body: change });
    await expectStatus(400, "changeProperty", { params, raw: "[" });
    await expectStatus(401, "changeProperty", { as: "", params, body: change });
    await expectStatus(404, "changeProperty", { params: nowhere,
                                                body: change });
    await expectStatus(409, "changeProperty", {
      params, body: { address: other.address } });
    await expectStatus(401, "removeProperty", { as: "", params });
    await expectStatus(200, "removeProperty", { params });
    await expectStatus(404, "removeProperty", { params });
    await expectStatus(200, "removeProperty", { params: { id: other.id } });
  });

  test("mails that Microsoft refused", async () => {
    await fault({ operation: "sendMail" },
                { status: 400,
                  body: { error: { code: "ErrorInvalidRecipients" } } },
                { times: 2 });
    const made = await expectStatus(201, "createEvent", {
      body: booking("2026-11-24T16:00:00-06:00",
                    { property_address: "31 Birch Lane" }) });
    await expectStatus(200, "cancelEvent", {
      query: { user_id: MANAGER },
      params: { booking_id: made.json().event.booking_id } });
    const failed = async () => {
      const { mails } = (await expectStatus(200, "listMails")).json();
      return mails.filter(({ state }) => state === "failed");
    };
    await until("both were refused",
                async () => (await failed()).length === 2);
    const params = { id: (await failed())[0].id };
    await expectStatus(401, "listMails", { as: "" });
    await expectStatus(401, "sendMailAgain", { as: "", params });
    await expectStatus(404, "sendMailAgain", { params: { id: 999 } });
    await expectStatus(202, "sendMailAgain", { params });
    await until("it is sent", async () => (await failed()).length === 1);
    await until("it counts as sent", async () => (
      await call("sendMailAgain", { params })).status === 409);
  });

  test("every other message", async () => {
    for (const body of otherMessages())
      await expectStatus(200, "vapiWebhook",
                         { as: "vapi", body: good("vapiWebhook", body) });
  });

  test("bodies that are no message", async () => {
    for (const raw of nonsense)
      await expectStatus(400, "vapiWebhook", { as: "vapi", raw });
    await expectStatus(413, "vapiWebhook", {
      as: "vapi", raw: `{"message":"${"x".repeat(8 * 1024 * 1024)}"}` });
  });

  test("bodies as VAPI sends them", async () => {
    const folder = path.resolve(root, "tests/fixtures/vapi");
    const files = await readdir(folder);
    assert.ok(files.length > 10);
    for (const name of files)
      await call("vapiWebhook", {
        as: "vapi", raw: await readFile(path.join(folder, name), "utf8") });
  });

  test("a grant that died, and a calendar that is disconnected", async () => {
    const query = { user_id: MANAGER };
    await world.control("POST", "/revoke-refresh-tokens", { account: PETE });
    await world.control("POST", "/expire-access-tokens", { account: PETE });
    await expectStatus(202, "createEvent", {
      body: booking("2026-11-27T15:00:00-06:00") });
    const broken = await expectStatus(200, "connectStatus", { query });
    assert.equal(broken.json().state, "needs_reconnect");
    await call("availability", { query });

    await expectStatus(401, "disconnect", { as: "", query });
    await expectStatus(400, "disconnect");
    const cut = await expectStatus(200, "disconnect", { query });
    assert.equal(cut.json().state, "disconnected");
    await call("disconnect", { query: { user_id: "nobody" } });
    await expectStatus(409, "availability", { query });
  });

  test("a calendar whose answers do not arrive", async () => {
    const query = { user_id: "ana_admin" };
    await fault({ operation: "calendarView" }, { status: 503 },
                { times: "forever" });
    await world.connect(query.user_id, ANA);
    await expectStatus(503, "availability", { query });
    await world.control("DELETE", "/faults");
    const made = await expectStatus(201, "createEvent", {
      body: booking("2026-11-24T14:00:00+01:00", query) });
    const params = { booking_id: made.json().event.booking_id };
    await fault({ operation: "patchEvent" }, { stall: true });
    await expectStatus(202, "moveEvent", {
      query, params, body: { start_time: "2026-11-25T10:00:00+01:00" } });
    // The work goes on after the answer, one way or the other.
    await until("the move has ended", async () => {
      const { events } = (await call("listEvents", { query })).json();
      return events.filter((each) => each.state === "confirmed").length === 1;
    });
    assert.equal((await world.events(ANA)).length, 1);
  });

  test("a calendar that cannot be read", async () => {
    const query = { user_id: "nozone_admin" };
    await world.connect(query.user_id, "nozone@contoso.example");
    const made = await expectStatus(201, "createEvent", {
      body: booking("2026-11-24T14:00:00-06:00", query) });
    const params = { booking_id: made.json().event.booking_id };
    await fault({ operation: "graph" }, { status: 503 }, { times: "forever" });
    // What was read before is still good for openings.
    await call("availability", { query });
    const noted = await expectStatus(202, "createEvent", {
      body: booking("2026-11-25T14:00:00-06:00", query) });
    assert.equal(noted.json().status, "noted");
    const list = await expectStatus(200, "listEvents", { query });
    assert.equal(list.json().wishes.length, 1);
    // Its event is asked for first: that takes the caller's patience.
    await expectStatus(202, "moveEvent", {
      query, params, body: { start_time: "2026-11-25T10:00:00-06:00" } });
    await expectStatus(202, "cancelEvent", { query, params });
  });

  test("the operator's page", async () => {
    const browser = new HttpBrowser();
    const as = "";
    const page = { accept: "text/html" };
    const form = (fields) => ({
      as, browser, raw: new URLSearchParams(fields).toString(),
      headers: { ...page,
                 "content-type": "application/x-www-form-urlencoded" } });
    await expectStatus(302, "adminPage", { as, browser, headers: page });
    await expectStatus(401, "adminPage", { as, browser });
    await expectStatus(200, "adminSignInPage", { as, browser });
    await expectStatus(401, "adminSignIn", form({ token: "wrong" }));
    await expectStatus(303, "adminSignIn", form({ token: world.adminToken }));
    await expectStatus(302, "adminSignInPage", { as, browser });
    const home = await expectStatus(200, "adminPage",
                                    { as, browser, headers: page });
    const csrf = /name="csrf" value="([^"]+)"/.exec(home.text)[1];
    const wish = /\/admin\/wishes\/(\d+)\/done/.exec(home.text)[1];
    const row = /\/admin\/managers\/(\d+)/.exec(home.text)[1];

    await expectStatus(403, "adminWishDone",
                       { ...form({ csrf: "x" }), params: { id: wish } });
    await expectStatus(303, "adminWishDone",
                       { ...form({ csrf }), params: { id: wish } });
    await expectStatus(404, "adminWishDone",
                       { ...form({ csrf }), params: { id: 999 } });
    const mail = /\/admin\/mails\/(\d+)\/again/.exec(home.text)[1];
    const again = "sendMailAgainFromPage";
    await expectStatus(403, again,
                       { ...form({ csrf: "x" }), params: { id: mail } });
    await expectStatus(404, again, { ...form({ csrf }), params: { id: 999 } });
    await expectStatus(303, again, { ...form({ csrf }), params: { id: mail } });
    await expectStatus(404, "adminManager",
                       { as, browser, headers: page, params: { id: 999 } });
    await expectStatus(200, "adminManager",
                       { as, browser, headers: page, params: { id: row },
                         query: { week: "2026-11-23" } });
    await expectStatus(302, "adminManager",
                       { as, headers: page, params: { id: row } });
    await expectStatus(200, "adminConnectLink",
                       form({ csrf, user_id: "zoe" }));
    await expectStatus(400, "adminConnectLink", form({ csrf }));
    await expectStatus(303, "adminDisconnect",
                       { ...form({ csrf }), params: { id: row } });
    await expectStatus(303, "adminSignOut", form({ csrf }));

    // The stream does not end: its beginning has to do.
    const live = await new Promise((resolve, reject) => {
      const request = http.request(
        `${world.service}/admin/live`, { headers: world.adminHeaders },
        (answer) => {
          resolve(answer);
          answer.destroy();
        });
      request.on("error", reject);
      request.end();
    });
    assert.deepEqual(document.complaintsOfAnswer("adminLive", {
      status: live.statusCode, text: "",
      headers: new Headers({ "content-type": live.headers["content-type"] }),
    }), []);
  });
});

test("whoever asks too often is told when to come back", async (t) => {
  const tight = await openWorld({
    production: true,
    config: "[limits]\nrequests_per_minute = 1\nrequests_at_once = 1\n" +
            "webhook_per_minute = 1\nwebhook_at_once = 1\n" +
            "failures_per_minute = 1\nfailures_at_once = 1\n" });
  t.after(() => tight.close());
  const health = ["health", "healthz", "readyz"];
  const limited = [...document.operations]
    .filter(([id]) => id !== "vapiWebhook" && !health.includes(id));
  assert.ok(limited.length > 10);
  for (const [n, [id, { operation }]] of limited.entries()) {
    const shown = Object.values(operation.responses)
      .some((each) => each.content?.["text/html"]);
    const headers = { "x-forwarded-for": `203.0.113.${n + 1}`,
                      ...(shown ? { accept: "text/html" } : {}) };
    const asked = { as: "", at: tight, headers, params: { booking_id: "x" } };
    await send("GET", tight.service + "/docs", { headers });
    const refused = await expectStatus(429, id, asked);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
  }
  const from = (address) => ({ "x-forwarded-for": address });
  const message = { as: "vapi", at: tight, headers: from("203.0.113.98"),
                    body: otherMessages()[0] };
  await expectStatus(200, "vapiWebhook", message);
  await expectStatus(429, "vapiWebhook", message);
  // VAPI looks at no other status than 200 when a caller waits for an answer.
  const busy = await expectStatus(200, "vapiWebhook", {
    ...message, body: toolCalls([
      nested("get_availability", { property_address: "9 Elm Street" })]) });
  assert.match(busy.json().results[0].error, /\w/);
  const forged = { ...message, as: "", headers: {
    "x-vapi-secret": "wrong", ...from("203.0.113.99") } };
  await expectStatus(401, "vapiWebhook", forged);
  await expectStatus(429, "vapiWebhook", forged);
});

test("every operation and every documented success was seen", (t) => {
  const missing = document.neverSeen().filter((each) => !(each in NEVER));
  assert.deepEqual(missing, []);
  t.diagnostic(`refusals documented and not seen: ${
    document.refusalsNeverSeen().join(", ")}`);
});
