/* Makes the screens of duties quicker; every one of them works without it. */
"use strict";

// The due date appears while one types: the server computes it, with the function that saving uses.
document.querySelectorAll("form[data-preview]").forEach((form) => {
    const into = form.querySelector("[data-preview-into] > div");
    const words = form.querySelector("[data-trigger-words]");
    const button = form.querySelector("button[name=preview]");
    let asked = 0;
    if (button) button.hidden = true;
    const nameTrigger = () => {
        const chosen = form.querySelector("input[name=trigger]:checked");
        if (words && chosen) words.textContent = chosen.closest("label").textContent.trim() + "，";
    };
    const ask = async () => {
        nameTrigger();
        const values = new URLSearchParams(new FormData(form));
        values.delete("csrfmiddlewaretoken");
        if (!values.get("happened_on")) return;
        const mine = (asked += 1);
        const answer = await fetch(form.dataset.preview + "?" + values, { credentials: "same-origin" });
        if (mine === asked && answer.ok) into.innerHTML = await answer.text();
    };
    let waiting = 0;
    form.addEventListener("input", () => {
        window.clearTimeout(waiting);
        waiting = window.setTimeout(ask, 250);
    });
    nameTrigger();
    if (form.elements.happened_on.value && !into.querySelector(".duties-due")) ask();
});

// Choosing several duties: how many are chosen, and the bar follows the eye.
document.querySelectorAll("[data-bulk]").forEach((bar) => {
    const boxes = [...document.querySelectorAll("input[name=duty]")];
    const all = document.querySelector("[data-pick-all]");
    const picked = bar.querySelector("[data-picked]");
    const tell = () => {
        const count = boxes.filter((box) => box.checked).length;
        bar.classList.toggle("is-picked", count > 0);
        picked.textContent = count ? `已选中${count}项：` : "选中若干项后：";
        bar.querySelectorAll("button").forEach((button) => { button.disabled = count === 0; });
        if (all) all.checked = count > 0 && count === boxes.length;
    };
    if (all) {
        all.hidden = boxes.length === 0;
        all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); tell(); });
    }
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
});

// Narrow a list while typing.
document.querySelectorAll("input[data-filter]").forEach((input) => {
    const lines = [...document.querySelectorAll(input.dataset.filter + " > li")];
    input.addEventListener("input", () => {
        const wanted = input.value.replace(/\s/g, "");
        lines.forEach((line) => { line.hidden = !line.textContent.replace(/\s/g, "").includes(wanted); });
    });
});

// Pressing twice saves once.
document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    if (event.target.method === "post") event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => { delete form.dataset.sent; }));
