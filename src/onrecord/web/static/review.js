// The review page: spans by selecting words, times in words, names while typing. Without it the forms work.
"use strict";
(() => {
  const form = document.querySelector("form.correct");
  const text = document.getElementById("text");

  // The statement stands in sight, whatever comes before it.
  const mark = text && text.querySelector(".mark");
  if (mark) text.scrollTop = Math.max(0, mark.getBoundingClientRect().top - text.getBoundingClientRect().top - 60);

  // Offsets count characters as Python does, not UTF-16 units.
  const length = (string) => [...string].length;
  const offset = (node, at) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element.closest("[data-start]");
    if (!piece || !text.contains(piece)) return null;
    const range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, at);
    return Number(piece.dataset.start) + length(range.toString());
  };
  const selected = () => {
    const selection = document.getSelection();
    const spans = [];
    for (let n = 0; n < selection.rangeCount; n += 1) {
      const range = selection.getRangeAt(n);
      if (range.collapsed) continue;
      const words = range.toString();
      const start = offset(range.startContainer, range.startOffset);
      const end = offset(range.endContainer, range.endOffset);
      if (start === null || end === null || end <= start) continue;
      const before = length(words) - length(words.trimStart());
      const after = length(words) - length(words.trimEnd());
      spans.push(`${start + before}-${end - after}`);
    }
    return spans;
  };
  let kept = [];
  document.addEventListener("selectionchange", () => {
    const spans = text ? selected() : [];
    if (spans.length) kept = spans;
  });
  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      const input = form.querySelector(`[data-spans="${button.dataset.take}"]`);
      const spans = selected().length ? selected() : kept;
      if (!spans.length) return;
      input.value = spans.join(",");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  if (!form) return;
  const later = (work, wait) => {
    let timer;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...given), wait);
    };
  };
  const ask = async (address, query) => {
    const answer = await fetch(`${address}?${new URLSearchParams(query)}`);
    return answer.ok ? answer.json() : null;
  };

  const said = form.querySelector("[data-said]");
  const means = document.getElementById("said-means");
  const told = said.value;
  said.addEventListener("input", later(async () => {
    const words = said.value.trim();
    const found = words && words !== told ? await ask(form.dataset.edtf, { text: words, article: form.dataset.article }) : null;
    if (said.value.trim() !== words) return;
    means.textContent = !found ? "" : found.edtf ? `${found.edtf} (${found.readable})` : found.why;
  }, 200));

  const list = document.getElementById("persons");
  const own = [...list.children];
  for (const input of form.querySelectorAll("[data-person]")) {
    input.addEventListener("input", later(async () => {
      const parts = input.value.split(";");
      const typed = parts.at(-1).trim();
      if (typed.length < 2 || typed.endsWith(")")) return;
      const found = await ask(form.dataset.persons, { q: typed });
      if (!found) return;
      const before = parts.slice(0, -1).map((part) => `${part.trim()}; `).join("");
      list.replaceChildren(...found.persons.map((one) => {
        const option = document.createElement("option");
        option.value = `${before}${one.name} (${one.id})`;
        option.label = `${one.name} (${one.id}), ${one.statements}`;
        return option;
      }), ...own);
    }, 200));
  }
})();
