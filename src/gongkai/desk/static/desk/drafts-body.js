/* The body of a draft in parts: text in Wagtail's editor, tables and other structures edited as they stand; and pasting from Word.
   Each table or structure is a textarea of HTML beneath; what is typed above is written into it, and cleaned when it is saved. */
(() => {
    const body = document.querySelector("[data-body]");
    const form = document.getElementById("draft");
    if (!body || !form) return;
    const DraftJS = window.DraftJS;
    let count = 1000;

    /* Parts: order, adding, removing. */
    const parts = () => [...body.querySelectorAll(":scope > [data-part]")];
    const refresh = () => {
        const all = parts();
        all.forEach((part, place) => {
            part.querySelector("[data-part-acts]").hidden = all.length === 1 && part.dataset.part === "text";
            part.querySelector("[data-part-up]").disabled = place === 0;
            part.querySelector("[data-part-down]").disabled = place === all.length - 1;
        });
    };
    const made = (kind, html, state) => {
        const part = document.getElementById(kind === "text" ? "blank-text-part" : "blank-table-part").content.firstElementChild.cloneNode(true);
        part.dataset.part = kind;
        part.querySelector("[data-part-kind]").value = kind;
        if (kind === "text") {
            const input = part.querySelector("[data-draftail-input]");
            input.id = `part-new-${count += 1}`;
            if (state) input.value = state;
        } else if (html) part.querySelector("textarea").value = html;
        return part;
    };
    const insert = (part, after) => { if (after) after.after(part); else body.append(part); open(part); refresh(); return part; };
    body.addEventListener("click", (event) => {
        const part = event.target.closest("[data-part]");
        if (event.target.closest("[data-part-up]")) { part.previousElementSibling?.before(part); refresh(); event.target.focus(); }
        else if (event.target.closest("[data-part-down]")) { part.nextElementSibling?.after(part); refresh(); event.target.focus(); }
        else if (event.target.closest("[data-part-remove]")) remove(part);
    });
    const remove = (part) => {
        const mark = Object.assign(document.createElement("p"), { className: "drafts-removed", textContent: "已删除一段。" });
        const back = Object.assign(document.createElement("button"), { type: "button", className: "drafts-small", textContent: "撤销" });
        mark.append(back);
        part.replaceWith(mark);
        if (!parts().length) insert(made("text"), mark);
        back.addEventListener("click", () => { mark.replaceWith(part); refresh(); });
        back.focus();
        refresh();
    };
    const add = document.querySelector("[data-add]");
    if (add) add.hidden = false;
    add?.addEventListener("click", (event) => {
        const kind = event.target.closest("[data-add-part]")?.dataset.addPart;
        if (!kind) return;
        const part = insert(made(kind));
        if (kind === "table") { part.querySelector("[contenteditable]")?.focus(); if (parts().at(-1) === part) insert(made("text"), part); }
        part.scrollIntoView({ block: "nearest" });
    });

    /* Tables and other structures. */
    const plain = (node) => {
        const copy = node.cloneNode(true);
        copy.querySelectorAll("[contenteditable]").forEach((one) => one.removeAttribute("contenteditable"));
        copy.querySelectorAll("[style], [class], [aria-label]").forEach((one) => ["style", "class", "aria-label"].forEach((name) => one.removeAttribute(name)));
        copy.querySelectorAll("div, span, font").forEach((one) => {
            if (one.tagName === "DIV" && one.previousSibling) one.before(document.createElement("br"));
            one.replaceWith(...one.childNodes);
        });
        return copy.innerHTML.trim();
    };
    const open = (part) => {
        const source = part.querySelector("textarea[data-html]");
        if (!source || source.hidden) return;
        source.hidden = true;
        const shown = document.createElement("div");
        shown.className = "drafts-html";
        shown.innerHTML = source.value;
        const write = () => { source.value = plain(shown); };
        shown.addEventListener("input", write);
        shown.addEventListener("paste", (event) => pasteInto(event, write));
        shown.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target.closest("td, th, caption")) { event.preventDefault(); document.execCommand("insertLineBreak"); }
            if (event.key === "Tab" && !event.shiftKey) tabbed(event, shown, write);
        });
        source.after(shown);
        if (part.dataset.part === "table") tableTools(part, shown, write); else { shown.setAttribute("contenteditable", "true"); shown.setAttribute("role", "textbox"); shown.setAttribute("aria-multiline", "true"); shown.setAttribute("aria-label", "原有格式的内容"); }
        editable(shown);
    };
    const editable = (shown) => shown.querySelectorAll("td, th, caption").forEach((cell) => { if (!shown.isContentEditable) cell.setAttribute("contenteditable", "true"); });
    const rowsOf = (table) => [...table.rows];
    const blankCell = (like) => { const cell = document.createElement(like.tagName); cell.setAttribute("contenteditable", "true"); return cell; };
    const addRow = (row) => {
        const next = document.createElement("tr");
        [...row.cells].forEach((cell) => { const one = document.createElement("td"); if (cell.colSpan > 1) one.colSpan = cell.colSpan; one.setAttribute("contenteditable", "true"); next.append(one); });
        const section = row.parentElement;
        if (section.tagName === "THEAD") { const table = section.closest("table"); const rest = table.tBodies[0] || table.appendChild(document.createElement("tbody")); rest.prepend(next); } else row.after(next);
        return next;
    };
    const tabbed = (event, shown, write) => {
        const cells = [...shown.querySelectorAll("td, th")];
        const place = cells.indexOf(event.target.closest("td, th"));
        if (place < 0 || place < cells.length - 1) return;
        event.preventDefault();
        addRow(event.target.closest("tr")).cells[0].focus();
        write();
    };
    const tableTools = (part, shown, write) => {
        const tools = document.createElement("div");
        tools.className = "drafts-table-tools";
        tools.setAttribute("role", "toolbar");
        tools.setAttribute("aria-label", "表格");
        let cell = null;
        shown.addEventListener("focusin", (event) => { cell = event.target.closest("td, th") || cell; });
        const current = () => cell && shown.contains(cell) ? cell : shown.querySelector("td, th");
        const acts = {
            加行: (at) => addRow(at.parentElement).cells[0]?.focus(),
            删行: (at) => { if (rowsOf(at.closest("table")).length > 1) at.parentElement.remove(); },
            加列: (at) => { const place = at.cellIndex; rowsOf(at.closest("table")).forEach((row) => { const like = row.cells[Math.min(place, row.cells.length - 1)]; if (like) like.after(blankCell(like)); }); },
            删列: (at) => { const place = at.cellIndex; rowsOf(at.closest("table")).forEach((row) => { if (row.cells.length > 1 && row.cells[place]) { if (row.cells[place].colSpan > 1) row.cells[place].colSpan -= 1; else row.cells[place].remove(); } }); },
            表头: (at) => toggleHead(at.closest("table")),
            表题: (at) => { const table = at.closest("table"); if (table.caption) { table.caption.remove(); return; } const caption = table.createCaption(); caption.setAttribute("contenteditable", "true"); caption.focus(); },
        };
        Object.entries(acts).forEach(([words, act]) => {
            const button = Object.assign(document.createElement("button"), { type: "button", className: "drafts-small", textContent: words });
            button.addEventListener("mousedown", (event) => event.preventDefault());
            button.addEventListener("click", () => { const at = current(); if (at) { act(at); write(); } });
            tools.append(button);
        });
        shown.before(tools);
    };
    const toggleHead = (table) => {
        const first = table.rows[0];
        const isHead = [...first.cells].every((cell) => cell.tagName === "TH");
        [...first.cells].forEach((cell) => {
            const other = document.createElement(isHead ? "td" : "th");
            other.append(...cell.childNodes);
            ["colspan", "rowspan"].forEach((name) => { if (cell.hasAttribute(name)) other.setAttribute(name, cell.getAttribute(name)); });
            if (!isHead) other.setAttribute("scope", "col");
            other.setAttribute("contenteditable", "true");
            cell.replaceWith(other);
        });
        if (isHead) { const rest = table.tBodies[0] || table.appendChild(document.createElement("tbody")); rest.prepend(first); table.tHead?.remove(); }
        else table.createTHead().append(first);
    };
    const pasteInto = (event, write) => {
        event.preventDefault();
        const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
        const cell = event.target.closest("td, th");
        if (!cell || !/\t|\n/.test(text)) { document.execCommand("insertText", false, text); write(); return; }
        const table = cell.closest("table");
        let row = cell.parentElement;
        const first = cell.cellIndex;
        text.split("\n").forEach((line, number) => {
            if (number) row = row.nextElementSibling || (row.parentElement.tagName === "THEAD" && table.tBodies[0]?.rows[0]) || addRow(row);
            line.split("\t").forEach((words, place) => { const to = row.cells[first + place]; if (to) to.textContent = words.trim(); });
        });
        write();
    };

    /* Pasting from Word, WPS, Excel: the server says what it means. */
    const RICH = /class="?Mso|mso-|urn:schemas-microsoft-com|<table|<(ul|ol|h[1-6])[\s>]|kingsoft|WPSOffice/i;
    document.addEventListener("paste", async (event) => {
        const part = event.target.closest?.('[data-part="text"]');
        const html = event.clipboardData?.getData("text/html") || "";
        if (!part || !body.contains(part) || !RICH.test(html) || html.includes("data-draftjs-conductor-fragment")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const text = event.clipboardData.getData("text/plain");
        const sent = new FormData();
        sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        sent.append("html", html);
        const answer = await fetch(form.dataset.clipboard, { method: "POST", body: sent, headers: { Accept: "application/json" } }).catch(() => null);
        if (!answer?.ok || answer.redirected) { putText(part, text); return; }
        const told = await answer.json();
        putParts(part, told.parts);
        if (told.pictures) tell(part, `${told.pictures}张图片没有粘贴：请作为附件上传。`);
    }, true);
    const editorOf = (part) => part.querySelector("[data-draftail-input]")?.draftailEditor;
    const putText = (part, text) => {
        const editor = editorOf(part);
        const state = editor.getEditorState();
        const blocks = DraftJS.ContentState.createFromText(text).getBlockMap();
        put(editor, state, blocks);
    };
    const put = (editor, state, blocks) => {
        const content = DraftJS.Modifier.replaceWithFragment(state.getCurrentContent(), state.getSelection(), blocks);
        editor.onChange(DraftJS.EditorState.push(state, content, "insert-characters"));
    };
    const putParts = (part, found) => {
        let rest = found;
        if (found[0]?.kind === "text") {
            const editor = editorOf(part);
            put(editor, editor.getEditorState(), DraftJS.convertFromRaw(JSON.parse(found[0].state)).getBlockMap());
            rest = found.slice(1);
        }
        let after = part;
        rest.forEach((one) => { after = insert(made(one.kind, one.html, one.state), after); });
    };
    const tell = (part, words) => {
        const note = Object.assign(document.createElement("p"), { className: "desk-help", textContent: words });
        note.setAttribute("role", "status");
        part.append(note);
    };

    /* Wagtail's editor comes later and without a name: who hears the page must hear which field this is. */
    const name = () => body.querySelectorAll('[contenteditable="true"][role="textbox"]:not([aria-label])').forEach((one) => one.setAttribute("aria-label", "正文"));
    new MutationObserver(name).observe(body, { childList: true, subtree: true });

    parts().forEach(open);
    refresh();
    name();
})();
