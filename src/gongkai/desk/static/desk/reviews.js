/* Makes the screens of review quicker; every one of them works without it. */
"use strict";

// How many remarks at fields go with the opinion.
const remarks = [...document.querySelectorAll(".review-note textarea")];
const told = document.querySelector("[data-remarks]");
const count = () => {
    const written = remarks.filter((area) => area.value.trim()).length;
    if (told) told.textContent = written ? `已写${written}条批注，随意见一并提交。` : "";
};
remarks.forEach((area) => area.addEventListener("input", count));
count();
document.querySelectorAll(".review-note").forEach((note) => {
    note.addEventListener("toggle", () => {
        if (note.open) note.querySelector("textarea").focus();
    });
});

// Choosing another hour by filling it in.
document.querySelectorAll("input[name=planned_at]").forEach((field) => {
    field.addEventListener("input", () => {
        const radio = field.closest("label").querySelector("input[type=radio]");
        if (radio) radio.checked = true;
    });
});

// Pictures, texts and PDF open in place.
const IN_PLACE = ["application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"];
document.querySelectorAll("a[data-open]").forEach((link) => {
    if (!IN_PLACE.includes(link.dataset.open)) {
        link.textContent = "下载";
        return;
    }
    link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const line = link.closest("li");
        const there = line.querySelector("iframe");
        if (there) {
            there.remove();
            link.textContent = "打开";
            return;
        }
        const frame = document.createElement("iframe");
        frame.src = link.href;
        frame.title = line.querySelector("b").textContent;
        frame.className = "review-frame";
        line.append(frame);
        link.textContent = "收起";
    });
});

// The link for someone outside is copied with one press.
const copy = document.querySelector("[data-copy]");
const from = document.querySelector("[data-copy-from]");
if (copy && from && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(from.value);
        copy.textContent = "已复制";
    });
}
