// The operator's page, as an operator sees it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { SIZES, Visitor, launch, noBrowser } from "./lib/eyes.mjs";
import { OFFER, nested, toolCalls } from "./lib/vapi.mjs";
import { ANA, MANAGER, PETE, openWorld, root, until } from "./lib/world.mjs";

/** What the document does not promise is not looked for. */
const { paths } = JSON.parse(
  await readFile(path.join(root, "web/openapi.json"), "utf8"));
const skip = noBrowser
  || (paths["/admin"] ? false : "there is no operator's page");

test("there are a browser and an operator's page", { skip }, () => {});

/** A viewing that somebody books by the API. */
function book(world, start, address, name, manager = MANAGER) {
  return world.api("POST", "/calendar/events", {
    user_id: manager, property_address: address, start_time: start,
    attendee_name: name, attendee_phone: "+14055550142" });
}

/** A week of an agency, with what goes wrong in one. */
async function aWeek(world) {
  await world.connect(MANAGER, PETE);
  await world.connect("+14055550100", ANA);
  const made = [];
  for (const [start, address, name] of [
    ["2026-11-24T10:00:00-06:00", "9 Elm Street", "Jane Smith"],
    ["2026-11-24T14:30:00-06:00", "123 Main Street, Apartment 4B", "Kim Lee"],
    ["2026-11-25T09:30:00-06:00", "77 Oak Avenue", "Sam Fox"]])
    made.push(await book(world, start, address, name));
  for (const each of made)
    assert.equal(each.status, 201, JSON.stringify(each.body));
  await world.api("DELETE", `/calendar/events/${
    made[2].body.event.booking_id}?user_id=${MANAGER}`);
  // Taken: refused.
  await book(world, "2026-11-24T10:00:00-06:00", "12 Pine Road", "Ann Other");
  for (let n = 0; n < 12; ++n)
    await fetch(`${world.service}/vapi/webhook`, {
      method: "POST", headers: world.vapiHeaders,
      body: JSON.stringify(toolCalls([nested("get_availability", {
        property_address: "9 Elm Street", user_id: MANAGER })])) });
  await world.control("POST", "/revoke-refresh-tokens", { account: ANA });
  await world.control("POST", "/expire-access-tokens", { account: ANA });
  await book(world, "2026-11-25T14:00:00+01:00", "5 Lime Court", "Lou May",
             "+14055550100");
}

async function signIn(visitor, token = visitor.world.adminToken) {
  await visitor.go("/admin");
  assert.match(visitor.page.url(), /\/admin\/sign-in/);
  await visitor.page.locator("#token").fill(token);
  await visitor.follow("#sign-in");
}

for (const size of skip ? [] : Object.keys(SIZES))
  describe(`on a ${size}`, () => {
    let world;
    let browser;
    let visitor;
    const keep = ["phone", "desktop", "desktop-dark"];

    before(async () => {
      world = await openWorld({ production: true });
      browser = await launch();
      visitor = await Visitor.open(browser, world, { size });
    });
    after(async () => {
      await browser?.close();
      await world?.close();
    });

    const part = (id) => visitor.page.locator(`#${id}`).innerText();

    test("whoever is not signed in gets to the sign-in", async () => {
      await visitor.go("/admin");
      assert.match(await visitor.heading(), /sign-in/i);
      await visitor.look("admin-sign-in");
    });

    test("a wrong token opens nothing", async () => {
      await signIn(visitor, "wrong");
      assert.match(await part("problem"), /not the admin token/);
      assert.deepEqual(await visitor.context.cookies(), []);
      await visitor.look("admin-sign-in-wrong", { keep: [] });
    });

    test("the right one opens the page, in this browser alone", async () => {
      await signIn(visitor);
      assert.equal(new URL(visitor.page.url()).pathname, "/admin");
      const [cookie] = await visitor.context.cookies();
      assert.ok(cookie.httpOnly);
      assert.match(cookie.sameSite, /Lax|Strict/);
      assert.ok(!cookie.value.includes(world.adminToken));
      const other = await Visitor.open(browser, world, { size });
      await other.go("/admin");
      assert.match(other.page.url(), /sign-in/);
      await other.close();
      await visitor.look("admin-empty", { keep: [] });
    });

    test("what happens is shown without loading the page again", async () => {
      await visitor.page.evaluate(() => (window.marked = true));
      await aWeek(world);
      const shows = (id, what) => until(`${id} shows ${what}`, async () =>
        what.test(await part(id)));
      await shows("connections", /pete_admin[^]*connected/i);
      await shows("connections", /\+14055550100[^]*(reconnect|again)/i);
      await shows("wishes", /Lou May/);
      await shows("hear", OFFER);
      await shows("refusals", /\d/);
      assert.equal(await visitor.page.evaluate(() => window.marked), true);
      visitor.calm();
      await visitor.look("admin", { keep });
    });

    test("the tools to paste are JSON with this service's address", async () => {
      const tools = JSON.parse(
        await visitor.page.locator("#tools").inputValue());
      assert.ok(JSON.stringify(tools).includes(
        `${world.service}/vapi/webhook`));
    });

    test("a manager's page shows the week", async () => {
      await visitor.follow('#connections a:has-text("pete_admin")');
      const week = await part("week");
      for (const each of ["Jane Smith", "Kim Lee", "9 Elm Street"])
        assert.ok(week.includes(each), week);
      await visitor.look("admin-manager", { keep });
    });

    test("a link for a manager is made, and works", {
      skip: paths["/admin/connect-links"] ? false : "none are made here",
    }, async () => {
      await visitor.follow("#connect-link button");
      const link = await visitor.page.locator("#link").inputValue();
      await visitor.look("admin-link");
      const manager = await Visitor.open(browser, world, { size });
      await manager.go(link);
      assert.match(await manager.text(), /pete_admin/);
      manager.calm();
      await manager.close();
    });

    test("whoever was called back is done with", async () => {
      await visitor.go("/admin");
      await visitor.follow('#wishes button[id^="done-"]');
      assert.doesNotMatch(await part("wishes"), /Lou May/);
    });

    test("signing out closes the page", async () => {
      await visitor.follow("#sign-out");
      await visitor.go("/admin");
      assert.match(visitor.page.url(), /sign-in/);
      visitor.calm();
    });

    test("without JavaScript as well", async () => {
      const plain = await Visitor.open(browser, world,
                                       { size, javaScript: false });
      await signIn(plain);
      const text = await plain.text();
      for (const each of [MANAGER, PETE])
        assert.ok(text.includes(each), `${each}: ${text}`);
      assert.match(text, OFFER);
      await plain.look("admin-plain");
      await plain.close();
    });
  });
