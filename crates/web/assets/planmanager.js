// Small conveniences. Every page works without this file.
(() => {
  "use strict";

  // "Selecteer Alles" ticks every box of its group that can be ticked.
  const boxesOf = (group) =>
    [...group.querySelectorAll("input[type=checkbox]:not([data-all]):not(:disabled)")];
  const summarise = (group) => {
    const master = group.querySelector("[data-all]");
    if (!master) return;
    const boxes = boxesOf(group);
    master.checked = boxes.length > 0 && boxes.every((box) => box.checked);
    master.indeterminate = !master.checked && boxes.some((box) => box.checked);
  };
  document.addEventListener("change", (event) => {
    const group = event.target.closest("[data-group]");
    if (!group) return;
    if (event.target.matches("[data-all]")) {
      for (const box of boxesOf(group)) box.checked = event.target.checked;
    }
    summarise(group);
  });
  for (const group of document.querySelectorAll("[data-group]")) summarise(group);

  // A click anywhere in a row follows the row's own link; text can still be selected.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.closest("a, button, input, select, label")) return;
    if (String(window.getSelection())) return;
    row.querySelector("a[data-open]")?.click();
  });

  // A form that was sent is not sent twice by an impatient second click.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Choosing "for all lines" fills every line that has no account yet.
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-fill]");
    if (!all) return;
    for (const select of all.closest("form").querySelectorAll("[data-filled]")) {
      if (!select.value) select.value = all.value;
    }
  });
})();
