// Copies text, and keeps the log of calls live. Every page works without it.
"use strict";

const POLL_MS = 2000;

function made(tag, text, classes) {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = classes;
  return element;
}

async function copy(source) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  }
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}

function copier(source, label, classes) {
  const button = made("button", label, classes);
  button.type = "button";
  button.addEventListener("click", async () => {
    let done = false;
    try {
      done = await copy(source);
    } catch {
      // The text can still be selected by hand.
    }
    button.textContent = done ? "Copied" : "Select it to copy";
    setTimeout(() => { button.textContent = label; }, 1600);
  });
  return button;
}

for (const box of document.querySelectorAll("[data-copy]")) {
  box.append(copier(box.querySelector("pre"), "Copy", "copy"));
}
for (const place of document.querySelectorAll("[data-copy-from]")) {
  const source = document.getElementById(place.dataset.copyFrom);
  if (source) place.append(copier(source, place.dataset.label, "primary"));
}

function live(log) {
  const state = document.querySelector("[data-live-state]");
  const button = made("button", "Live", "live on");
  button.type = "button";
  button.title = "New calls appear by themselves";
  button.setAttribute("aria-pressed", "true");
  state.append(button);
  let seen = "";
  let running = true;
  button.addEventListener("click", () => {
    running = !running;
    button.setAttribute("aria-pressed", String(running));
    button.classList.toggle("on", running);
    button.textContent = running ? "Live" : "Paused";
  });
  const numbers = () => new Set([...log.querySelectorAll("[data-number]")].map((row) => row.dataset.number));
  const refresh = async () => {
    const headers = seen ? { "If-None-Match": seen } : {};
    const answer = await fetch(log.dataset.live, { headers, cache: "no-store" });
    if (answer.status !== 200) return;
    const rows = await answer.text();
    const [before, first] = [numbers(), seen === ""];
    seen = answer.headers.get("ETag") || "";
    const focused = log.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    log.innerHTML = rows;
    if (focused) log.querySelector(`a[href="${focused}"]`)?.focus();
    for (const row of log.querySelectorAll("[data-number]")) {
      if (!first && !before.has(row.dataset.number)) row.classList.add("fresh");
    }
  };
  const tick = async () => {
    try {
      if (running && !document.hidden) await refresh();
    } catch {
      // The sandbox is away for a moment; the next look finds it again.
    }
    setTimeout(tick, POLL_MS);
  };
  setTimeout(tick, POLL_MS);
}

const log = document.querySelector("[data-live]");
if (log) live(log);
