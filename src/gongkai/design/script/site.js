// What a page gains with script; without it every page is complete.
// Large type is remembered, hashes can be copied, long lists filtered, dates get words such as 还有3天.
(() => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const large = document.getElementById("large-type");
  const key = "gongkai-large-type";
  const remembered = () => { try { return localStorage.getItem(key) === "1"; } catch { return false; } };
  const apply = () => document.documentElement.classList.toggle("large-type", large.checked);
  if (large) {
    large.checked = large.checked || remembered();
    apply();
    large.addEventListener("change", () => {
      apply();
      try { localStorage.setItem(key, large.checked ? "1" : "0"); } catch { /* a private window: this page only */ }
    });
  }

  const copy = async (button, label, text) => {
    try {
      await navigator.clipboard.writeText(text);
      label.textContent = "已复制";
    } catch {
      label.textContent = "未能复制";
    }
    setTimeout(() => { label.textContent = button.dataset.words; }, 2000);
  };
  if (navigator.clipboard) {
    for (const code of all("[data-copy]")) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "复制" });
      button.dataset.words = "复制";
      button.setAttribute("aria-label", "复制 SHA-256");
      button.addEventListener("click", () => copy(button, button, code.textContent));
      code.after(button);
    }
    for (const button of all("[data-copy-address]")) {
      const label = button.querySelector("span");
      button.dataset.words = label.textContent;
      button.hidden = false;
      button.addEventListener("click", () => copy(button, label, document.querySelector('link[rel="canonical"]')?.href ?? location.href));
    }
  }
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => { all("details").forEach((one) => { one.open = true; }); print(); });
  }

  const today = new Date(new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date()));
  for (const time of all("time[data-days]")) {
    const days = Math.round((new Date(time.getAttribute("datetime")) - today) / 86400000);
    const words = days > 0 ? `还有 ${days} 天` : days === 0 ? "就在今天" : time.dataset.days ? "" : `已过 ${-days} 天`;
    if (!words) continue;
    const note = Object.assign(document.createElement("span"), { className: days < 0 ? "days past" : "days", textContent: words });
    time.after(note);
  }

  const filter = (host, rows, label) => {
    const box = document.createElement("div");
    box.className = "filter";
    const id = `filter-${all(".filter").length + 1}`;
    box.innerHTML = `<label for="${id}"></label><input class="input brief" type="search" id="${id}" autocomplete="off"><output for="${id}"></output>`;
    box.querySelector("label").textContent = label;
    const output = box.querySelector("output");
    box.querySelector("input").addEventListener("input", (event) => {
      const words = event.target.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      for (const section of all("[data-group]")) section.hidden = words.length > 0 && !section.querySelector("[data-filter] > :not([hidden])");
      output.textContent = words.length ? `找到 ${shown} 项` : "";
    });
    host.before(box);
  };
  for (const body of all("tbody[data-filter]")) if (body.rows.length > 10) filter(body.closest(".scroll"), [...body.rows], "在下表中查找");
  const list = document.querySelector("[data-filter-all]");
  if (list) {
    const rows = all("[data-filter] > li", list);
    if (rows.length > 10) filter(list, rows, "按名称、科室查找");
  }

  for (const table of all(".prose table")) if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
})();
