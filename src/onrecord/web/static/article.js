// An article and its statements: what is pointed at, or moved to, lights up in the text with what its values stand on.
"use strict";
(() => {
  const text = document.getElementById("text");
  const list = document.getElementById("cards");
  const sheet = document.getElementById("sheet");
  if (!text || !list) return;
  const labels = JSON.parse(sheet.dataset.labels);
  const cards = [...list.children];
  const card = (n) => document.getElementById(`c${n}`);
  const byNumber = new Map();
  const proofs = new Map();
  const add = (map, key, one) => map.has(key) ? map.get(key).push(one) : map.set(key, [one]);
  for (const one of document.querySelectorAll("[data-s]")) {
    for (const n of one.dataset.s.split(" ")) if (n) add(byNumber, n, one);
  }
  for (const one of document.querySelectorAll("[data-e]")) {
    for (const proof of one.dataset.e.split(" ")) {
      const [n, field] = proof.split(".");
      add(proofs, n, [one, field]);
    }
  }
  const narrow = matchMedia("(max-width: 60rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let chosen = null;
  let shown = null;

  const clear = () => {
    for (const one of document.querySelectorAll(".lit, [data-proof]")) {
      one.classList.remove("lit", "proof-first", "proof-strong");
      delete one.dataset.proof;
    }
    for (const one of cards) one.classList.remove("on");
  };

  const light = (n, strong) => {
    if (shown === `${n}.${strong || ""}`) return;
    shown = `${n}.${strong || ""}`;
    clear();
    if (!n) return;
    card(n).classList.add("on");
    for (const one of byNumber.get(n) || []) one.classList.add("lit");
    const last = new Map();
    for (const [one, field] of proofs.get(n) || []) {
      const label = labels[field] || field;
      one.dataset.proof = one.dataset.proof && !one.dataset.proof.split(", ").includes(label) ? `${one.dataset.proof}, ${label}` : label;
      // A span that the text's pieces cut up is named once, where it begins.
      if (last.get(field) !== one.previousElementSibling || !one.previousElementSibling) one.classList.add("proof-first");
      last.set(field, one);
      if (field === strong) one.classList.add("proof-strong");
    }
  };

  const inSight = (one, box) => {
    const rect = one.getBoundingClientRect();
    const within = box ? box.getBoundingClientRect() : { top: 0, bottom: narrow.matches && sheet.open ? innerHeight - sheet.offsetHeight : innerHeight };
    return rect.top >= within.top && rect.bottom <= within.bottom;
  };
  const smooth = () => ({ behavior: calm.matches ? "auto" : "smooth", block: "center" });

  const showInText = (n) => {
    const first = (byNumber.get(n) || [])[0];
    if (!first) return;
    const folded = first.closest("details");
    if (folded) folded.open = true;
    if (!inSight(first)) first.scrollIntoView(smooth());
  };
  const showInList = (n) => {
    const box = list.closest(".beside");
    const one = card(n);
    if (getComputedStyle(box).overflowY === "auto" && !inSight(one, box)) {
      box.scrollTo({ top: one.offsetTop - box.clientHeight / 3, behavior: smooth().behavior });
    }
  };

  const choose = (n) => {
    chosen = n;
    light(n);
    if (n) history.replaceState(null, "", `#c${n}`);
  };

  // --- the sheet of a narrow screen ---
  const fill = (n) => {
    const copy = card(n).cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    copy.removeAttribute("data-item");
    const body = document.createElement("div");
    body.className = "statement";
    body.append(...copy.childNodes);
    document.getElementById("sheet-body").replaceChildren(body);
    if (!sheet.open) sheet.show();
  };
  const step = (by) => {
    const at = cards.findIndex((one) => one.dataset.n === chosen);
    const next = cards[Math.min(Math.max(at + by, 0), cards.length - 1)].dataset.n;
    choose(next);
    fill(next);
    showInText(next);
  };
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.dataset.step) step(Number(button.dataset.step));
    else if (button && "close" in button.dataset) sheet.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sheet.open) sheet.close();
  });

  // --- from the list ---
  const field = (one) => (one.closest("[data-field]") || { dataset: {} }).dataset.field;
  list.addEventListener("pointerover", (event) => {
    const one = event.target.closest("[data-n].card");
    if (one) light(one.dataset.n, field(event.target));
  });
  list.addEventListener("pointerleave", () => light(chosen));
  list.addEventListener("focusin", (event) => {
    const one = event.target.closest("[data-n].card");
    if (!one) return;
    if (chosen !== one.dataset.n) choose(one.dataset.n);
    light(one.dataset.n, field(event.target));
    if (!narrow.matches) showInText(one.dataset.n);
  });
  list.addEventListener("click", (event) => {
    const one = event.target.closest("a.n");
    if (!one) return;
    event.preventDefault();
    const n = one.closest("[data-n].card").dataset.n;
    choose(n);
    showInText(n);
  });

  list.addEventListener("keydown", (event) => {
    const one = event.key === "Enter" && event.target.closest("a.n");
    if (!one) return;
    event.preventDefault();
    one.closest("[data-n].card").querySelector("[data-key='o']").click();
  });

  // --- from the text ---
  const innermost = (one) => one.dataset.s.split(" ").at(-1);
  text.addEventListener("pointerover", (event) => {
    const one = event.target.closest("[data-s]");
    if (one && one.dataset.s && !narrow.matches) light(event.target.closest(".ref")?.dataset.n || innermost(one));
  });
  text.addEventListener("pointerleave", () => light(chosen));
  text.addEventListener("focusin", (event) => {
    const ref = event.target.closest(".ref");
    if (ref) { light(ref.dataset.n); if (!narrow.matches) showInList(ref.dataset.n); }
  });
  text.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    const ref = event.target.closest(".ref");
    const one = event.target.closest("[data-s]");
    const n = ref ? ref.dataset.n : one && one.dataset.s ? innermost(one) : null;
    if (!n) return;
    event.preventDefault();
    choose(n);
    if (narrow.matches) {
      fill(n);
      showInText(n);
    } else {
      showInList(n);
      if (ref && event.detail === 0) card(n).querySelector("[data-open]").focus({ preventScroll: true });
    }
  });

  // --- from an address ---
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const own = target.closest("[data-n]");
    if (!own) return;
    choose(own.dataset.n);
    showInText(own.dataset.n);
    showInList(own.dataset.n);
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
