// The sandbox's own pages in a browser: the bookkeeper's in the words of Exact Online, and the developer's.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookAtAll, look, openTab, startBrowser, startSandbox } from "./support.mjs";

/** The company whose books have run for a year. */
const COMPANY = 345678;

let sandbox;
let browser;

before(async () => {
  [sandbox, browser] = await Promise.all([startSandbox(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await sandbox?.stop();
});

/** An address with what tells one from another taken out: keys, numbers, journal codes, the company. */
const kind = (path) =>
  path
    .replace(/\?.*/, "")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "K")
    .replace(/\/bijlage\/.*/, "/bijlage")
    .replace(/\d+/g, "N");

test("every kind of page keeps to the rules", async () => {
  const { tab, wrong, close } = await openTab(browser);
  // Calls, so that the log has something to show.
  for (const path of ["123456/financial/Journals", "345678/crm/Accounts?$top=1"]) await fetch(`${sandbox.address}/api/v1/${path}`);
  const seen = await lookAtAll(tab, sandbox.address, kind, "sandbox", `/administratie/${COMPANY}/boekingen`);
  for (const part of ["boekingen", "debiteuren", "bank", "grootboek", "perioden", "relaties", "documenten"]) {
    assert.ok(seen.has(`/administratie/N/${part}`), `${part} is reached: ${[...seen].join(" ")}`);
  }
  for (const part of ["access", "calls", "clock", "faults", "limits", "switches", "tokens", "webhooks"]) {
    assert.ok(seen.has(`/ontwikkelaar/${part}`), `${part} is reached: ${[...seen].join(" ")}`);
  }
  assert.deepEqual(wrong, []);
  await close();
});

test("a receipt is booked and matched in three clicks", async () => {
  const { tab, wrong, close } = await openTab(browser);
  await tab.goto(`${sandbox.address}/administratie/${COMPANY}/debiteuren`);
  const customer = tab.locator("tbody tr a").first();
  const before = await openItems();
  await customer.click();
  await tab.getByRole("link", { name: "Ontvangst" }).first().click();
  await look(tab, "sandbox-receipt");
  await tab.getByRole("button", { name: "Boeken en afpunten" }).click();
  await tab.getByRole("status").waitFor();
  assert.equal(await openItems(), before - 1, "one item less is open, and the receipt is not");
  assert.deepEqual(wrong, []);
  await close();
});

/** Terms of the company that are still open. */
async function openItems() {
  const books = await (await fetch(`${sandbox.address}/_sandbox/books?division=${COMPANY}`)).json();
  const terms = books.entries.flatMap((entry) => entry.terms ?? []);
  return terms.filter((term) => term.status === 20).length;
}

test("the log shows a new call without being asked, and gives it as curl", async () => {
  const { tab, wrong, close } = await openTab(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await tab.goto(`${sandbox.address}/ontwikkelaar/calls`);
  const asked = "cashflow/PaymentConditions";
  assert.equal(await tab.getByText(asked).count(), 0);
  await fetch(`${sandbox.address}/api/v1/${COMPANY}/${asked}?$filter=Code eq 'it''s'`);
  await tab.getByText(asked).first().waitFor({ timeout: 10_000 });
  await tab.locator(`a:has-text("${asked}"), tr:has-text("${asked}") a`).first().click();
  await look(tab, "sandbox-call");
  await tab.getByRole("button", { name: /copy/i }).first().click();
  const copied = await tab.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^curl /);
  assert.ok(copied.includes(asked), copied);
  assert.deepEqual(wrong, []);
  await close();
});
