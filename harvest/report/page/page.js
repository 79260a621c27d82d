"use strict";
// A picture that is wider than a small screen can be moved with the keyboard too.
(() => {
  const reach = () => {
    for (const box of document.querySelectorAll(".picture")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", box.parentElement.querySelector(".hidden").textContent.slice(2));
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  window.addEventListener("resize", reach);
  window.addEventListener("load", reach);
})();
(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const words = document.getElementById("words");
  const about = document.getElementById("about");
  const shown = document.getElementById("shown");

  // What is not told stands at the end, whichever way the column is sorted.
  const compare = (place, isNumber, sign) => (one, two) => {
    const a = one.cells[place].dataset.order;
    const b = two.cells[place].dataset.order;
    if (a === "" || b === "") return (a === "") - (b === "");
    return sign * (isNumber ? Number(a) - Number(b) : a.localeCompare(b, "en", { numeric: true }));
  };

  heads.forEach((head, place) => {
    head.querySelector("button").addEventListener("click", () => {
      const isDown = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      rows.sort(compare(place, head.dataset.kind === "number", isDown ? -1 : 1));
      body.append(...rows);
    });
  });

  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const isAbout = about.value === "" || row.dataset.fibromyalgia === about.value;
      row.hidden = !(isAbout && wanted.every((word) => text.includes(word)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length} studies`;
  };
  words.addEventListener("input", filter);
  about.addEventListener("change", filter);
})();
