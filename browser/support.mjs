// What the browser tests share: the demo as a real program, one Chromium, and what every page must keep to.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** The widths at which every page is looked at: a desk and a telephone. */
export const WIDTHS = [1280, 390];

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PICTURES = process.env.BROWSER_PICTURES;

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a program whose path an environment variable names; resolves when it says that it can be stopped. */
async function start(variable, args) {
  const program = process.env[variable];
  assert.ok(program, `${variable} names the program to test; \`cargo xtask browser\` sets it`);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  await new Promise((done, failed) => {
    const hear = (chunk) => {
      said += chunk;
      if (said.includes("Ctrl-C")) done();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => failed(new Error(`${program} ended with ${code}:\n${said}`)));
    child.on("error", failed);
  });
  return async () => {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGINT");
    await gone;
  };
}

/** Starts `planmanager demo` in a folder of its own: both programs, linked. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), "planmanager-browser-"));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const args = ["demo", "--data", join(folder, "demo"), "--port", `${port}`, "--sandbox-port", `${sandboxPort}`, "--fresh"];
  const end = await start("PLANMANAGER", args);
  return {
    app: `http://127.0.0.1:${port}`,
    sandbox: `http://127.0.0.1:${sandboxPort}`,
    async stop() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the sandbox alone, with its demo companies, in memory. */
export async function startSandbox() {
  const port = await freePort();
  const stop = await start("EXACT_SANDBOX", ["--listen", `127.0.0.1:${port}`]);
  return { address: `http://127.0.0.1:${port}`, stop };
}

/** Starts the browser. */
export async function startBrowser() {
  const executablePath = process.env.CHROMIUM;
  assert.ok(executablePath, "CHROMIUM names the browser; `cargo xtask browser` sets it");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
}

/** A tab that remembers what went wrong in it. */
export async function openTab(browser, options = {}) {
  const context = await browser.newContext({ locale: "nl-BE", ...options });
  const tab = await context.newPage();
  const wrong = [];
  tab.on("pageerror", (error) => wrong.push(`${tab.url()}: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error") wrong.push(`${tab.url()}: ${message.text()}`);
  });
  tab.on("requestfailed", (request) => {
    // A page that is left while it polls gives its request up; that is no failure.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") wrong.push(`${request.url()} could not be loaded`);
  });
  return { tab, wrong, close: () => context.close() };
}

/** What every page keeps to at both widths: no sideways scrolling, nothing that axe finds, one first heading. */
export async function look(tab, name) {
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    const wide = await tab.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      // Only what sticks out itself; not what a box of its own lets scroll.
      const scrolls = (it) => it && (["auto", "scroll", "hidden"].includes(getComputedStyle(it).overflowX) || scrolls(it.parentElement));
      return [...document.body.querySelectorAll("*")]
        .filter((it) => it.getBoundingClientRect().right > room + 1 && !scrolls(it.parentElement))
        .slice(0, 3)
        .map((it) => it.outerHTML.slice(0, 120));
    });
    assert.deepEqual(wide, [], `${name} is wider than ${width} pixels at ${tab.url()}`);
    if (PICTURES) {
      await mkdir(PICTURES, { recursive: true });
      await tab.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
    }
  }
  assert.equal(await tab.locator("h1").count(), 1, `${name} has one first heading`);
  await tab.evaluate(await readFile(AXE, "utf8"));
  const found = await tab.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations", "incomplete"] });
    // Text in the colour of its ground: axe leaves it to people, and people do not see it.
    const unseen = (node) => node.any.some((check) => check.data?.messageKey === "equalRatio");
    const hidden = result.incomplete.map((it) => ({ ...it, nodes: it.nodes.filter(unseen) })).filter((it) => it.nodes.length > 0);
    return [...result.violations, ...hidden].map((it) => `${it.id}: ${it.help}: ${it.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
  });
  assert.deepEqual(found, [], `${name} at ${tab.url()}`);
}

/** Opens one page of each kind that can be reached from the first one, and looks at it; gives back the kinds. */
export async function lookAtAll(tab, origin, kind, name, first = "/") {
  const seen = new Set();
  const found = [];
  const open = [first];
  while (open.length > 0) {
    const path = open.shift();
    if (seen.has(kind(path))) continue;
    seen.add(kind(path));
    const asked = await fetch(origin + path, { method: "HEAD", headers: await cookies(tab) });
    // What is downloaded, and what the doors answer, is no page.
    if (!asked.headers.get("content-type")?.startsWith("text/html")) continue;
    const answer = await tab.goto(origin + path);
    assert.equal(answer.status(), 200, path);
    await look(tab, `${name}${kind(path).replace(/[^\w]+/g, "-")}`).catch((error) => found.push(error.message));
    open.push(...(await links(tab)));
  }
  assert.deepEqual(found, [], "every page keeps to the rules");
  return seen;
}

async function cookies(tab) {
  const held = await tab.context().cookies();
  return { cookie: held.map((it) => `${it.name}=${it.value}`).join("; ") };
}

/** The addresses of this site that a page links to, without what comes after `#`. */
export async function links(tab) {
  return tab.evaluate(() => {
    const own = [...document.querySelectorAll("a[href]")].map((it) => new URL(it.href)).filter((it) => it.origin === location.origin);
    return [...new Set(own.map((it) => it.pathname + it.search))];
  });
}
