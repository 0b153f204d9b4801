// Before anything is painted: that there are scripts, and the look that was chosen here.
"use strict";
document.documentElement.classList.add("js");
try {
  const chosen = localStorage.getItem("onrecord-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* a browser that keeps nothing follows the system */ }
