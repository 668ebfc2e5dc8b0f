// The pages of those who connect a calendar, as they see them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { SIZES, Visitor, launch, noBrowser } from "./lib/eyes.mjs";
import { OFFER } from "./lib/vapi.mjs";
import { ANA, MANAGER, PETE, openWorld } from "./lib/world.mjs";

const NINE_DAYS_LATER = "2026-12-01T14:00:00Z";

test("there is a browser", { skip: noBrowser }, () => {});

/** A link as the operator makes one; it works once. */
async function makeLink(world, ...more) {
  const { code, output } = await world.run("connect-link", MANAGER, ...more);
  assert.equal(code, 0, output);
  return /http\S+link=\S+/.exec(output)[0];
}

for (const size of noBrowser ? [] : Object.keys(SIZES))
  describe(`on a ${size}`, () => {
    let world;
    let browser;
    let visitor;
    let link;

    before(async () => {
      world = await openWorld({ production: true });
      browser = await launch();
      visitor = await Visitor.open(browser, world, { size });
      // Timers of the pages can then be moved on.
      await visitor.page.clock.install();
      link = await makeLink(world, "--expect", PETE);
    });
    after(async () => {
      await browser?.close();
      await world?.close();
    });

    /** From a new link to Microsoft's page. */
    async function begin(who = visitor, ...more) {
      await who.go(await makeLink(world, ...more));
      await who.follow("#connect");
      assert.equal(new URL(who.page.url()).origin, world.microsoft);
    }

    test("the API's document", async () => {
      await visitor.go("/docs");
      assert.equal(await visitor.heading(), "PeteRental Calendar");
      await visitor.look("docs", { keep: ["desktop"] });
    });

    test("an address that is not there", async () => {
      const answer = await visitor.go("/no/such/page");
      assert.equal(answer.status(), 404);
      await visitor.look("not-found");
    });

    test("without a link, or with a false one, nobody gets in", async () => {
      for (const target of [
        `/calendar/auth/start?user_id=${MANAGER}`, "/calendar/connect",
        "/calendar/connect?link=forged", `${link.slice(0, -4)}AAAA`]) {
        const answer = await visitor.go(target);
        assert.ok([400, 401, 403].includes(answer.status()), target);
        await visitor.look("no-link", { keep: [] });
      }
    });

    test("the link says for whom it is and what will happen", async () => {
      await visitor.go(link);
      const text = await visitor.text();
      for (const each of [MANAGER, PETE, "never"])
        assert.ok(text.includes(each), each);
      await visitor.look("connect");
    });

    test("whoever refuses reads what that means", async () => {
      await begin();
      await visitor.signIn(PETE);
      await visitor.follow('button[value="cancel"]');
      assert.match(await visitor.heading(), /not connected/);
      assert.equal((await world.status()).state, "disconnected");
      await visitor.look("refused");
    });

    test("an account without a mailbox", async () => {
      await begin();
      await visitor.signInAndAccept("nomailbox@contoso.example");
      await visitor.look("no-mailbox", { keep: [] });
      assert.equal((await world.status()).authorized, false);
    });

    test("another account than expected is refused, and one can switch",
         async () => {
      await begin(visitor, "--expect", PETE);
      await visitor.signInAndAccept(ANA);
      const text = await visitor.text();
      assert.ok(text.includes(ANA) && text.includes(PETE), text);
      assert.equal((await world.status()).authorized, false);
      await visitor.look("wrong-account");
      await visitor.follow("#again");
      await visitor.signInAndAccept(PETE);
      assert.match(await visitor.heading(), /is connected/);
      assert.equal((await world.status()).account, PETE);
    });

    test("another account than before: what becomes of the viewings?",
         async () => {
      const { body } = await world.api(
        "GET", `/calendar/availability?user_id=${MANAGER}`);
      await world.api("POST", "/calendar/events", {
        user_id: MANAGER, property_address: "5 Oak Avenue",
        attendee_name: "Joe Smith",
        start_time: body.available_slots[0].start_time });
      await begin();
      await visitor.signInAndAccept(ANA);
      const text = await visitor.text();
      assert.ok(text.includes(ANA) && text.includes(PETE), text);
      assert.equal((await world.status()).account, PETE);
      await visitor.look("other-account");
      await visitor.follow("#keep");
      assert.match(await visitor.heading(), /is connected/);
      assert.equal((await world.status()).account, ANA);
    });

    test("a link that was used says so", async () => {
      const once = await makeLink(world, "--expect", PETE);
      await visitor.go(once);
      await visitor.follow("#connect");
      await visitor.signInAndAccept(PETE);
      const answer = await visitor.go(once);
      assert.equal(answer.status(), 410);
      assert.match(await visitor.heading(), /used already/);
      await visitor.look("used-link", { keep: [] });
    });

    test("a calendar is connected, and the page is its own address",
         async () => {
      await begin();
      await visitor.signInAndAccept(PETE);
      assert.equal(new URL(visitor.page.url()).pathname,
                   "/calendar/connected");
      const text = await visitor.text();
      for (const each of [PETE, MANAGER, "America/Chicago"])
        assert.ok(text.includes(each), each);
      assert.equal((await world.status()).state, "connected");
      await visitor.look("connected");
      await visitor.page.reload();
      assert.match(await visitor.heading(), /is connected/);
      visitor.calm();
    });

    test("what a caller would hear is told anew", async () => {
      const heard = () => visitor.page.locator("#heard").innerText();
      const first = await heard();
      assert.match(first, OFFER);
      const { body } = await world.api(
        "GET", `/calendar/availability?user_id=${MANAGER}`);
      await world.api("POST", "/calendar/events", {
        user_id: MANAGER, property_address: "9 Elm Street",
        attendee_name: "Jane Smith",
        start_time: body.available_slots[0].start_time });
      const asked = visitor.page.waitForResponse(/\/hear$/);
      await visitor.page.clock.fastForward(31_000);
      await asked;
      await visitor.page.waitForFunction(
        (old) => document.getElementById("heard").innerText !== old, first);
      assert.match(await heard(), OFFER);
    });

    test("a test viewing is booked and taken away again", async () => {
      const before = (await world.events()).length;
      await visitor.follow("#test-viewing");
      const answer = await world.control("GET", `/events?account=${PETE}`);
      const removed = (answer.events ?? answer).filter((each) => each.deleted);
      assert.equal(removed.length, 1, await visitor.text());
      assert.equal((await world.events()).length, before);
      await visitor.look("test-viewing");
      await visitor.follow("#back");
    });

    test("disconnecting asks first", async () => {
      await visitor.follow("#disconnect");
      await visitor.look("disconnect");
      await visitor.follow("#back");
      assert.equal((await world.status()).state, "connected");
      await visitor.follow("#disconnect");
      await visitor.follow("#confirm");
      assert.equal((await world.status()).state, "disconnected");
      await visitor.look("disconnected", { keep: [] });
    });

    test("an answer of Microsoft that was used before", async () => {
      let callback;
      visitor.page.on("request", (request) => {
        if (request.url().includes("/auth/callback"))
          callback = request.url();
      });
      await begin();
      await visitor.signInAndAccept(PETE);
      await visitor.go(callback);
      assert.match(await visitor.heading(), /no longer valid/);
      await visitor.look("used-up", { keep: [] });
    });

    test("without JavaScript as well", async () => {
      const plain = await Visitor.open(browser, world,
                                       { size, javaScript: false });
      await begin(plain);
      await plain.signInAndAccept(PETE);
      assert.match(await plain.text(), OFFER);
      await plain.look("connected-plain");
      await plain.follow("#test-viewing");
      assert.match(await plain.text(), /Done/);
      await plain.follow("#back");
      await plain.follow("#disconnect");
      await plain.follow("#confirm");
      assert.equal((await world.status()).state, "disconnected");
      plain.calm();
      await plain.close();
    });

    test("a link that has expired says how to get another", async () => {
      await world.stopService();
      world.env.CLOCK_START = NINE_DAYS_LATER;
      await world.startService();
      const answer = await visitor.go(link);
      assert.ok(answer.status() >= 400);
      assert.match(await visitor.heading(), /expired/i);
      await visitor.look("expired");
    });
  });
