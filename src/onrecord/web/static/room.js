// Tells when the record changes. A part of a page with data-live-part is fetched again in its place; elsewhere a line
// offers to load the page again, where it says something else by then. htmx sends the word that forms bring back with
// every request.
"use strict";
(() => {
  const body = document.body;
  const word = () => document.querySelector('meta[name="csrf"]').content;
  body.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF"] = word();
  });

  const parts = () => document.querySelectorAll("[data-live-part]");
  // What a page says, without what scripts put into it.
  const says = (page) => {
    const main = page.getElementById("main").cloneNode(true);
    for (const one of main.querySelectorAll("dialog, output, textarea")) one.remove();
    return main.textContent.replace(/\s+/g, " ");
  };
  const said = parts().length || !body.hasAttribute("data-live-news") ? null : says(document);

  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (said !== null) document.getElementById("news").hidden = says(fresh) === said;
    for (const part of parts()) {
      const found = fresh.getElementById(part.id);
      // What somebody is reading or typing in is not taken from under them.
      if (!found || part.contains(document.activeElement) || found.innerHTML === part.innerHTML) continue;
      part.replaceChildren(...document.importNode(found, true).childNodes);
      if (window.htmx) window.htmx.process(part);
    }
    body.dispatchEvent(new CustomEvent("record-changed"));
  };

  // A browser keeps six lines to one place: a page that nobody looks at gives up its own, and asks when it is back.
  if (body.dataset.live && window.EventSource && (parts().length || said !== null)) {
    let source = null;
    const listen = () => {
      if (source || document.hidden) return;
      source = new EventSource(body.dataset.live);
      source.addEventListener("change", refresh);
    };
    const leave = () => {
      if (source) source.close();
      source = null;
    };
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) leave();
      else {
        listen();
        refresh();
      }
    });
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", listen);
    listen();
  }
})();
