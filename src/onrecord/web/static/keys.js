// Keys, the look, and what is copied. A key is declared where it acts: an element with data-key="r" is clicked, or
// focused where it is a field. j and k go through whatever has data-item. ? lists the keys of the page.
"use strict";
(() => {
  const store = {
    get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* kept nowhere */ } },
  };
  const shown = (one) => one.getClientRects().length > 0 && !one.disabled;
  const tell = (words) => {
    const said = document.getElementById("said");
    if (said) { said.textContent = ""; requestAnimationFrame(() => { said.textContent = words; }); }
  };
  window.onrecord = { tell };

  // --- light and dark ---
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const now = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  const label = () => {
    for (const one of document.querySelectorAll("[data-theme-switch]")) {
      one.setAttribute("aria-pressed", String(now() === "dark"));
    }
  };
  label();
  dark.addEventListener("change", label);

  document.querySelector("[data-back]")?.addEventListener("click", () => history.back());

  // --- items ---
  const items = () => [...document.querySelectorAll("[data-item]")].filter(shown);
  const current = () => document.activeElement && document.activeElement.closest("[data-item]");
  const go = (step) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(current() || document.querySelector("[data-item].on"));
    const next = all[Math.min(Math.max(at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step, 0), all.length - 1)];
    const target = next.querySelector("[data-open]") || next;
    target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    next.dispatchEvent(new CustomEvent("item", { bubbles: true }));
  };

  // --- the list of keys ---
  const help = document.getElementById("key-list");
  const listed = () => {
    const body = help.querySelector("tbody");
    body.replaceChildren();
    const rows = [["?", "this list"]];
    if (items().length) rows.push(["j", "next"], ["k", "previous"], ["o", "open"]);
    for (const one of document.querySelectorAll("[data-key]")) {
      if (shown(one)) rows.push([one.dataset.key, one.dataset.keyWords || one.textContent.trim() || one.getAttribute("aria-label")]);
    }
    const seen = new Set();
    for (const [key, words] of rows) {
      if (seen.has(key)) continue;
      seen.add(key);
      const row = body.insertRow();
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      row.insertCell().append(kbd);
      row.insertCell().textContent = words;
    }
  };
  const open = () => { listed(); help.showModal(); };
  const single = document.getElementById("single-keys");
  const on = () => store.get("onrecord-keys") !== "off";
  if (single) {
    single.checked = on();
    single.addEventListener("change", () => store.set("onrecord-keys", single.checked ? "on" : "off"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !on()) return;
    const field = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?" && help) open();
    else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else {
      const near = current() || document.querySelector("[data-item].on");
      const those = [...(near ? near.querySelectorAll("[data-key]") : []), ...document.querySelectorAll("[data-key]")];
      const opens = event.key === "o" ? near?.querySelector("[data-open]") : null;
      const found = those.find((one) => one.dataset.key === event.key && shown(one)) || opens;
      if (!found) return;
      if (found.matches("input, select, textarea")) { found.focus(); found.select && found.select(); } else found.click();
    }
    event.preventDefault();
  });

  // --- searching while typing: one step back leads to where it began, not through every letter ---
  document.addEventListener("htmx:pushedIntoHistory", () => {
    const box = document.getElementById("box");
    if (!box) return;
    box.removeAttribute("hx-push-url");
    box.setAttribute("hx-replace-url", "true");
  });

  // --- buttons ---
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-theme-switch]")) {
      const next = now() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      store.set("onrecord-theme", next);
      label();
    } else if (button.matches("[data-help]")) open();
    else if (button.dataset.copy) {
      const from = document.getElementById(button.dataset.copy);
      const words = from.value ?? from.textContent;
      try {
        await navigator.clipboard.writeText(words);
      } catch {
        const range = document.createRange();
        if (from.select) from.select();
        else { range.selectNodeContents(from); getSelection().removeAllRanges(); getSelection().addRange(range); }
        document.execCommand("copy");
      }
      tell("Copied.");
      const was = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = was; }, 1500);
    }
  });
})();
