// The pages, as people see them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { SIZES, Visitor, launch, noBrowser } from "./lib/eyes.mjs";
import { MANAGER, PETE, openWorld } from "./lib/world.mjs";

test("there is a browser", { skip: noBrowser }, () => {});

for (const size of noBrowser ? [] : Object.keys(SIZES))
  describe(`on a ${size}`, () => {
    let world;
    let browser;
    let visitor;
    let callback;

    before(async () => {
      world = await openWorld();
      browser = await launch();
      visitor = await Visitor.open(browser, world, { size });
    });
    after(async () => {
      await browser?.close();
      await world?.close();
    });

    const start = () => visitor.go(`/calendar/auth/start?user_id=${MANAGER}`);

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

    test("whoever refuses reads what that means", async () => {
      await start();
      await visitor.signIn(PETE);
      await visitor.follow('button[value="cancel"]');
      assert.match(await visitor.heading(), /not connected/);
      await visitor.look("refused");
    });

    test("an account without a mailbox", async () => {
      await start();
      await visitor.signInAndAccept("nomailbox@contoso.example");
      assert.match(await visitor.heading(), /no calendar/);
      await visitor.look("no-mailbox");
    });

    test("a calendar is connected", async () => {
      const back = visitor.page.waitForRequest(/auth\/callback\?/);
      await start();
      await visitor.signInAndAccept(PETE);
      callback = (await back).url();
      assert.match(await visitor.heading(), /is connected/);
      assert.equal((await world.status()).state, "connected");
      await visitor.look("connected");
    });

    test("an answer of Microsoft that was used before", async () => {
      await visitor.go(callback);
      assert.match(await visitor.heading(), /no longer valid/);
      await visitor.look("used-up");
    });
  });
