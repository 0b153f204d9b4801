// A person's remarks on a line of time, drawn by Vega-Lite from the page's own JSON. The table below says the same.
"use strict";
(() => {
  const figure = document.querySelector("[data-timeline]");
  if (!figure || !window.vega || !window.vegaLite) return;
  const plot = figure.querySelector(".plot");
  const DAY = 86400000;
  // A remark of one day is as wide as this share of the whole, so that it can be seen and hit.
  const LEAST = 1 / 250;
  // So much of the whole is left free on either side, so that no mark is cut.
  const EDGE = 1 / 30;
  const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // The sheet's colours are pairs for light and dark; a canvas wants the one that holds.
  const holding = (name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    figure.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found || colour(name);
  };

  // Remarks of one act on the same days are one mark, that tells how many they are. What began or ended on no known day
  // has `open` set, and reaches to that end of the plot.
  function marks(page) {
    const found = new Map();
    for (const one of page.dated) {
      const from = Date.parse(one.first ?? one.last), to = Date.parse(one.last ?? one.first) + DAY;
      if (!Number.isFinite(from) || !Number.isFinite(to)) continue;
      const act = one.act ?? "no act", open = one.first ? (one.last ? "" : "end") : "start";
      const key = [act, from, to, open].join();
      if (!found.has(key)) found.set(key, { row: "r-" + (one.remark ?? one.statement), act, from, to, open, when: one.said ?? one.bounds, words: [], reports: 0 });
      const mark = found.get(key);
      mark.words.push(one.words.slice(0, 160));
      mark.reports += one.articles;
    }
    return [...found.values()].map(({ words, ...mark }) => ({
      ...mark, count: words.length, exact: !mark.open && mark.to - mark.from <= DAY,
      words: words.slice(0, 4).join("\n") + (words.length > 4 ? `\n… and ${words.length - 4} more` : ""),
    }));
  }

  function specification(data) {
    const ends = [Math.min(...data.map((d) => d.from)), Math.max(...data.map((d) => d.to))];
    const wide = Math.max((ends[1] - ends[0]) * LEAST, DAY);
    const edge = Math.max((ends[1] - ends[0]) * EDGE, DAY);
    const reach = (d) => (d.open === "start" ? [ends[0] - edge, d.to] : d.open === "end" ? [d.from, ends[1] + edge] : [d.from, d.to]);
    const shown = data.map((d) => {
      const [from, to] = reach(d);
      return { ...d, from, until: Math.max(to, from + wide), middle: (from + to) / 2 };
    });
    // Two that are not seen hold the edges free.
    const edges = [ends[0] - edge, ends[1] + edge].map((at) => ({ ...shown[0], from: at, until: at, middle: at, row: null, count: 1, reports: 0, edge: true }));
    const values = [...shown, ...edges];
    const acts = [...new Set(values.map((d) => d.act))].sort();
    const ink = holding("--ink"), line = holding("--line"), mark = holding("--link"), paper = holding("--card");
    const width = Math.max(plot.clientWidth - 120, 260);
    // Days are the same everywhere: they are told in UTC, as they were read. The lower axis tells the year.
    const axis = { title: null, tickCount: Math.max(3, Math.round(width / 110)), labelOverlap: true };
    const years = [...new Set(ends.map((at, n) => new Date(at - n * DAY).getUTCFullYear()))];
    const y = { field: "act", type: "nominal", title: null, sort: acts, axis: { labelLimit: 90, domain: false, ticks: false } };
    const shape = { field: "act", type: "nominal", legend: null, scale: { domain: acts, range: acts.map((_, n) => SHAPES[n % SHAPES.length]) } };
    const seen = (opacity) => ({ condition: { test: "datum.edge", value: 0 }, value: opacity });
    const tooltip = [
      { field: "when", title: "when" }, { field: "act", title: "act" },
      { field: "words", title: "words" }, { field: "reports", title: "articles" },
    ];
    return {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      description: plot.getAttribute("aria-label"),
      data: { values },
      background: null,
      config: {
        font: "inherit", view: { stroke: line },
        axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12 },
      },
      vconcat: [
        {
          width, height: { step: 24 },
          layer: [
            {
              mark: { type: "rule", strokeWidth: 5, color: mark, clip: true },
              encoding: {
                opacity: seen(0.35),
                x: { field: "from", type: "temporal", axis, scale: { type: "utc", domain: { param: "brush" } } },
                x2: { field: "until" }, y,
              },
            },
            {
              mark: { type: "point", filled: true, strokeWidth: 1.5, clip: true },
              encoding: {
                opacity: seen(0.9),
                fill: { condition: { test: "datum.exact", value: mark }, value: paper },
                stroke: { value: mark },
                x: { field: "middle", type: "temporal" }, y, shape, tooltip,
                size: { field: "reports", type: "quantitative", legend: null, scale: { type: "sqrt", range: width < 500 ? [30, 200] : [50, 400] } },
              },
            },
            {
              transform: [{ filter: "datum.count > 1" }],
              mark: { type: "text", dx: 11, dy: -7, align: "left", fontSize: 11, color: ink, clip: true },
              encoding: { x: { field: "middle", type: "temporal" }, y, text: { field: "count" } },
            },
          ],
        },
        {
          width, height: 40,
          mark: { type: "tick", color: mark },
          params: [{ name: "brush", select: { type: "interval", encodings: ["x"] } }],
          encoding: { opacity: seen(0.6), x: { field: "middle", type: "temporal", axis: { ...axis, title: years.join(" to ") }, scale: { type: "utc" } } },
        },
      ],
    };
  }

  let view = null;
  function draw(data) {
    view?.finalize();
    plot.replaceChildren();
    const parsed = vega.parse(vegaLite.compile(specification(data)).spec, null, { ast: true });
    view = new vega.View(parsed, {
      expr: vegaInterpreter.expressionInterpreter, renderer: "canvas", container: plot, hover: true,
      loader: { load: () => Promise.reject(new Error("nothing is loaded from elsewhere")), sanitize: () => Promise.reject(new Error("no links")) },
      tooltip: (_, __, ___, value) => { plot.title = value ? Object.values(value).join("\n") : ""; },
    });
    view.addEventListener("click", (_, item) => {
      const { row, count, edge } = item?.datum ?? {};
      const there = row && !edge ? document.getElementById(row) : null;
      const link = there?.querySelector("[data-open]");
      if (count > 1) { there?.scrollIntoView({ block: "center" }); link?.focus({ preventScroll: true }); } else link?.click();
    });
    return view.runAsync();
  }

  fetch(figure.dataset.timeline, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then((page) => {
      const data = marks(page);
      if (!data.length) { figure.hidden = true; return; }
      const again = () => draw(data).catch(() => { figure.hidden = true; });
      again();
      figure.querySelector("[data-timeline-all]").addEventListener("click", again);
      new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
      let waiting;
      addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(again, 200); });
    })
    .catch(() => { figure.hidden = true; });
})();
