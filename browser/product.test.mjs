// PlanManager in a browser: every page by every kind of user, and the main job from the button to the bookkeeper's screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { links, look, lookAtAll, openTab, startBrowser, startDemo } from "./support.mjs";

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function signIn(tab, name, password) {
  await tab.goto(`${demo.app}/`);
  await tab.locator("input[name=login]").fill(name);
  await tab.locator("input[name=password]").fill(password);
  await tab.getByRole("button", { name: "Aanmelden" }).click();
  await tab.waitForURL((url) => !url.pathname.startsWith("/aanmelden"));
}

test("the page to sign in keeps to the rules", async () => {
  const { tab, wrong, close } = await openTab(browser);
  await tab.goto(`${demo.app}/`);
  await look(tab, "sign-in");
  assert.deepEqual(wrong, []);
  await close();
});

for (const [name, password] of [["admin", "demo-admin-2026"], ["balie", "demo-balie-2026"]]) {
  test(`every kind of page that ${name} can reach keeps to the rules`, async () => {
    const { tab, wrong, close } = await openTab(browser);
    await signIn(tab, name, password);
    const kind = (path) => path.replace(/\?.*/, "").replace(/\d+/g, "N");
    const seen = await lookAtAll(tab, demo.app, kind, name);
    assert.ok(seen.size >= 8, `only ${[...seen].join(" ")}`);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test("one press books the invoices of some days, and they wait on the bookkeeper's screen", async () => {
  const { tab, wrong, close } = await openTab(browser);
  await signIn(tab, "boekhouder", "demo-boekhouder-2026");
  await tab.goto(`${demo.app}/facturatie/boekhouding`);
  await tab.getByLabel("Locatie").selectOption({ label: "Bodystop A" });
  await tab.waitForLoadState("networkidle");
  const to = tab.locator("input[name=to]");
  const [day, month, year] = (await to.inputValue()).split("-").map(Number);
  const earlier = new Date(Date.UTC(year, month - 1, day - 6));
  const two = (number) => String(number).padStart(2, "0");
  await tab.locator("input[name=from]").fill(`${two(earlier.getUTCDate())}-${two(earlier.getUTCMonth() + 1)}-${earlier.getUTCFullYear()}`);
  const before = await waiting(tab);
  await tab.goto(`${demo.app}/facturatie/boekhouding`);
  await tab.locator("input[name=from]").fill(`${two(earlier.getUTCDate())}-${two(earlier.getUTCMonth() + 1)}-${earlier.getUTCFullYear()}`);
  await tab.getByRole("button", { name: "Exporteer Klanten & Facturen" }).click();
  await tab.waitForURL(/\/runs\/\d+/);
  // The page renews itself until the run has ended; then it no longer asks.
  await tab.locator("#progress:not([hx-get])").waitFor({ timeout: 240_000 });
  await look(tab, "run");
  const booked = await tab.locator(".counts li").first().innerText();
  assert.match(booked, /[1-9]/, booked);
  assert.ok((await waiting(tab)) > before, "more entries wait to be processed in Exact");
  assert.deepEqual(wrong, []);
  await close();
});

/** Entries that wait to be processed, summed over the journals of every administration, as the sandbox's pages say. */
async function waiting(tab) {
  let sum = 0;
  await tab.goto(`${demo.sandbox}/`);
  const overviews = (await links(tab)).filter((path) => path.endsWith("/boekingen"));
  assert.ok(overviews.length > 0);
  for (const path of overviews) {
    await tab.goto(demo.sandbox + path);
    for (const text of await tab.locator('a.count').allInnerTexts()) sum += Number(text.replaceAll(".", "")) || 0;
  }
  return sum;
}
