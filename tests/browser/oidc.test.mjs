// The sign-in against an authorization server that nobody here has written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ForeignIdentity, GraphGate } from "./lib/foreign.mjs";
import { HttpBrowser, send } from "./lib/http.mjs";
import { CLIENT_ID, CLIENT_SECRET, MANAGER, PETE, freePort, openWorld, until }
  from "./lib/world.mjs";

let world;
let identity;
let graph;

before(async () => {
  const port = await freePort();
  const callback = `http://127.0.0.1:${port}/calendar/auth/callback`;
  identity = new ForeignIdentity();
  await identity.start(callback);
  world = await openWorld({
    clock: "", // the foreign server has no clock to set
    port,
    env: async (made) => {
      const tokens = await made.control("POST", "/tokens", { account: PETE });
      graph = new GraphGate(identity, made.microsoft,
                            () => tokens.access_token);
      await graph.start();
      return { MICROSOFT_LOGIN_URL: identity.url,
               MICROSOFT_GRAPH_URL: `${graph.url}/v1.0` };
    },
  });
});
after(async () => {
  await world?.close();
  await graph?.stop();
  await identity?.stop();
});

/** Signs in and agrees, on the foreign server's own pages. */
async function connect() {
  const browser = new HttpBrowser();
  let page = await browser.get(
    `${world.service}/calendar/auth/start?user_id=${MANAGER}`);
  assert.match(page.text, /name="login"/, identity.errors + page.text);
  page = await browser.submit(page, { login: PETE, password: "any" });
  assert.match(page.text, /value="consent"/, page.text);
  return browser.submit(page, {});
}

async function firstOpening() {
  const { status, body } = await world.api(
    "GET", `/calendar/availability?user_id=${MANAGER}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.available_slots[0].start_time;
}

async function book(start, name) {
  return world.api("POST", "/calendar/events", {
    user_id: MANAGER, property_address: "9 Elm Street", start_time: start,
    attendee_name: name });
}

function redeem(fields) {
  return send("POST", identity.tokenEndpoint, {
    body: new URLSearchParams({ client_id: CLIENT_ID,
                                client_secret: CLIENT_SECRET, ...fields }) });
}

test("this server insists on PKCE and on the client's secret", async () => {
  const query = new URLSearchParams({
    client_id: CLIENT_ID, response_type: "code", scope: "openid",
    redirect_uri: `${world.service}/calendar/auth/callback`, state: "s" });
  const answer = await send(
    "GET", `${identity.url}/common/oauth2/v2.0/authorize?${query}`);
  assert.match(answer.headers.get("location") ?? answer.text, /PKCE/);
  const refused = await redeem({
    grant_type: "refresh_token", refresh_token: "x", client_secret: "wrong" });
  assert.equal(refused.status, 401);
  assert.match(refused.text, /invalid_client/);
});

test("Graph lets nobody in without one of its tokens", async () => {
  const answer = await send("GET", `${graph.url}/v1.0/me`,
                            { headers: { authorization: "Bearer forged" } });
  assert.equal(answer.status, 401);
});

test("a calendar is connected", async () => {
  const page = await connect();
  assert.equal(page.status, 200, page.text);
  assert.match(page.text, /pete@contoso\.example/);
  const status = await world.status();
  assert.equal(status.state, "connected");
  assert.equal(status.account, PETE);
  // In two minutes at the latest, as the foreign server says.
  const left = Date.parse(status.expires_at) - Date.now();
  assert.ok(left > 0 && left <= 120_000, `${left}`);
});

test("a token that runs out is refreshed, and the new refresh token kept",
     async () => {
  const before = identity.refreshes;
  const start = await firstOpening();
  const booked = await book(start, "Jane Smith");
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  assert.equal((await world.events()).length, 1);
  assert.ok(identity.refreshes > before);
  // The mail about the booking may be under way, and refresh as well.
  await until("one new token with each refresh", () =>
    new Set(identity.refreshTokens).size === identity.refreshes + 1);
  assert.equal(identity.revokedGrants, 0);
  assert.equal((await world.status()).state, "connected");
});

test("after a restart the refresh token that was stored last is used",
     async () => {
  await world.stopService();
  // The service may use the token by itself as soon as it runs.
  const before = identity.refreshes;
  await world.startService();
  await firstOpening();
  assert.ok(identity.refreshes > before);
  assert.equal(identity.revokedGrants, 0);
});

test("a thief's replay kills the grant, and the service says so",
     async () => {
  const start = await firstOpening();
  const stolen = identity.refreshTokens[0];
  const replay = await redeem({ grant_type: "refresh_token",
                                refresh_token: stolen });
  assert.equal(replay.status, 400, replay.text);
  assert.match(replay.text, /invalid_grant/);
  assert.equal(identity.revokedGrants, 1);

  const { body } = await book(start, "Ann Other");
  assert.equal(body.status, "noted", JSON.stringify(body));
  await until("the service notices", async () =>
    (await world.status()).state === "needs_reconnect");
  assert.equal((await world.status()).authorized, false);
});

test("and connecting again mends it", async () => {
  const page = await connect();
  assert.equal(page.status, 200, page.text);
  assert.equal((await world.status()).state, "connected");
  await firstOpening();
  assert.equal(graph.refused, 1, "only the forged token was refused");
});
