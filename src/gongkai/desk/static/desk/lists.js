/* Lists: cells typed where they stand, credit codes and amounts answered at once, progress without reloading.
   Everything here has a way without script: a row's form, the check on saving, a page that reloads itself. */
(() => {
    "use strict";

    const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

    /* A cell of the preview: the link to the row's form becomes a field. */
    const table = document.querySelector("table[data-cells]");
    const send = async (row, link, text) => {
        const body = new URLSearchParams({ name: link.dataset.name, text, seen: link.dataset.text, columns: table.dataset.columns });
        const answer = await fetch(`${table.dataset.cells}${row.dataset.position}/cell/`, {
            method: "POST", body, headers: { "X-CSRFToken": token() }, credentials: "same-origin",
        });
        return answer.json();
    };
    const redraw = (row, told, name) => {
        const holder = document.createElement("tbody");
        holder.innerHTML = told.row;
        const fresh = holder.firstElementChild;
        row.replaceWith(fresh);
        fresh.classList.add("is-just");
        fresh.querySelector(`[data-name="${name}"]`)?.focus();
        document.querySelector("[data-errors]").textContent = told.errors;
        document.querySelector("[data-warnings]").textContent = told.warnings;
        document.querySelectorAll("[data-store]").forEach((button) => { button.disabled = !told.ready; });
    };
    const type = (link) => {
        const row = link.closest("tr"), cell = link.parentElement;
        const input = Object.assign(document.createElement("input"), { type: "text", value: link.dataset.text, className: "lists-typing" });
        input.setAttribute("aria-label", link.getAttribute("aria-label"));
        let over = false;
        const back = (focus) => { over = true; input.replaceWith(link); if (focus) link.focus(); };
        const save = async () => {
            if (over) return;
            if (input.value === link.dataset.text) return back(true);
            over = true;
            input.disabled = true;
            try {
                const told = await send(row, link, input.value);
                if (told.ok) return redraw(row, told, link.dataset.name);
                say(cell, told.message);
            } catch {
                say(cell, "没有保存：连接中断，请再试一次。");
            }
            input.disabled = false;
            over = false;
        };
        input.addEventListener("keydown", (event) => {
            if (event.key === "Enter") { event.preventDefault(); save(); }
            if (event.key === "Escape") back(true);
        });
        input.addEventListener("blur", save);
        link.replaceWith(input);
        input.focus();
        input.select();
    };
    const say = (cell, words) => {
        const line = cell.querySelector(".lists-said") ?? cell.appendChild(Object.assign(document.createElement("p"), { className: "lists-fault lists-said" }));
        line.setAttribute("role", "alert");
        line.textContent = words;
    };
    table?.addEventListener("click", (event) => {
        const link = event.target.closest(".lists-value");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        type(link);
    });

    /* Credit codes: any field with data-credit-code="address of the check". */
    const answerBeside = (input) => {
        const there = input.parentElement.querySelector(".lists-code");
        if (there) return there;
        const made = Object.assign(document.createElement("output"), { className: "lists-code" });
        input.after(made);
        return made;
    };
    document.addEventListener("input", (event) => {
        const input = event.target;
        if (!input.matches?.("[data-credit-code]")) return;
        clearTimeout(input.waiting);
        input.waiting = setTimeout(async () => {
            const asked = input.value;
            const answer = await fetch(`${input.dataset.creditCode}?${new URLSearchParams({ value: asked })}`, { credentials: "same-origin" });
            if (!answer.ok || input.value !== asked) return;
            const told = await answer.json(), beside = answerBeside(input);
            beside.textContent = told.message;
            beside.classList.toggle("is-wrong", !told.ok);
        }, 250);
    });

    /* Amounts in 万元 say what they are in 元. */
    document.addEventListener("input", (event) => {
        const input = event.target;
        if (!input.matches?.("[data-money]")) return;
        const beside = input.parentElement.querySelector(".lists-money");
        const match = input.value.replace(/[,，\s]/g, "").match(/^([0-9]+(?:\.[0-9]+)?)(万元|万|元)?$/);
        if (!beside) return;
        if (!match) { beside.textContent = ""; return; }
        const yuan = match[2] === "元" ? Number(match[1]) : Number(match[1]) * 10000;
        const written = (number, most) => number.toLocaleString("zh-CN", { maximumFractionDigits: most });
        beside.textContent = `${written(yuan / 10000, 6)} 万元＝${written(yuan, 2)} 元`;
    });

    /* A suggested last day of display is taken over with its class. */
    document.querySelectorAll("[data-adopt]").forEach((button) => {
        button.hidden = false;
        button.addEventListener("click", () => {
            const field = document.getElementById(button.closest("[data-until]").dataset.until);
            field.value = button.dataset.adopt;
            button.closest("label").querySelector("input").checked = true;
            field.scrollIntoView({ block: "center" });
            field.focus();
        });
    });

    /* Progress of a large table. */
    const progress = document.querySelector("[data-progress]");
    const watch = async () => {
        try {
            const answer = await fetch(progress.dataset.progress, { credentials: "same-origin" });
            const told = await answer.json();
            progress.querySelector("progress").value = told.percent;
            progress.querySelector("[data-done]").textContent = told.done;
            progress.querySelector("[data-total]").textContent = told.total;
            if (!told.busy) return location.reload();
        } catch { /* asked again below */ }
        setTimeout(watch, 700);
    };
    if (progress) setTimeout(watch, 400);

    /* An upload that takes a while says so. */
    document.querySelector("form[data-upload]")?.addEventListener("submit", (event) => {
        const button = event.target.querySelector("button[type=submit]");
        setTimeout(() => { button.disabled = true; button.textContent = "正在上传…"; }, 0);
    });
})();
