/* The list of drafts: choosing a whole page, and the acts on what is chosen. Without script every act stands ready below the list. */
(() => {
    const list = document.querySelector("[data-list]");
    if (!list) return;
    const boxes = [...list.querySelectorAll('input[name="draft"]')];
    const all = list.querySelector("[data-pick-all]");
    const words = list.querySelector("[data-picked]");
    const bulk = list.querySelector("[data-bulk]");
    if (!boxes.length || !bulk) return;
    const show = () => {
        const picked = boxes.filter((box) => box.checked).length;
        words.textContent = picked ? `已选${picked}条` : "选中若干条后";
        if (all) { all.checked = picked === boxes.length; all.indeterminate = picked > 0 && picked < boxes.length; }
    };
    if (all) {
        all.hidden = false;
        all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); show(); });
    }
    boxes.forEach((box) => box.addEventListener("change", show));
    show();
})();
