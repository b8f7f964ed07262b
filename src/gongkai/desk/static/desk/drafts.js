/* The form of one draft: saves itself, says what the checks found, takes files with progress, and keeps its parts in order.
   Without script everything here is done by the page's own buttons. */
(() => {
    const form = document.getElementById("draft");
    if (!form) return;
    const AUTOSAVE = 10000;
    const saved = document.querySelector("[data-saved]");
    const here = document.querySelector("[data-findings-here]");
    const json = { Accept: "application/json" };
    document.querySelectorAll("[data-scriptless]").forEach((one) => { one.hidden = true; });

    /* Saving by itself. */
    /* The editor writes the same text in more than one way: what counts is what it says. */
    const meant = (value) => {
        if (!value.startsWith('{"') && !value.startsWith("{\n")) return value === "null" ? "" : value;
        try {
            const { blocks, entityMap } = JSON.parse(value);
            const said = blocks.map(({ type, depth, text, inlineStyleRanges, entityRanges }) => [type, depth, text,
                inlineStyleRanges.map((one) => [one.style, one.offset, one.length].join()).sort(),
                entityRanges.map((one) => [one.offset, one.length, JSON.stringify(entityMap[one.key]?.data)])]);
            return said.every(([type, , text]) => type === "unstyled" && !text) ? "" : JSON.stringify(said);
        } catch { return value; }
    };
    const written = () => {
        const all = new FormData(form);
        ["csrfmiddlewaretoken", "was", "version", "part"].forEach((name) => all.delete(name));
        // The boxes for reasons come and go with the findings: they count once somebody writes in them.
        here.querySelectorAll("textarea:not([data-touched])").forEach((one) => all.delete(one.name));
        return [...all].filter(([, value]) => typeof value === "string").map(([name, value]) => `${name}=${meant(value)}`).join("\n");
    };
    let last = written();
    let since = 0;
    let saving = null;
    let stopped = false;
    let leaving = false;
    /* The editor hands its text over a moment after it was typed; before anything is sent it does so at once. */
    const settle = () => form.querySelectorAll("[data-draftail-input]").forEach((one) => one.draftailEditor?.saveState?.());
    const isDirty = () => written() !== last;
    const say = (words, tone = "") => { saved.textContent = words; saved.dataset.tone = tone; };

    const freshToken = async () => {
        const answer = await fetch(form.dataset.token, { headers: json });
        if (!answer.ok || answer.redirected) return false;
        const { token } = await answer.json();
        document.querySelectorAll('[name="csrfmiddlewaretoken"]').forEach((one) => { one.value = token; });
        return true;
    };
    const send = async (again = true) => {
        settle();
        const body = new FormData(form);
        const before = written();
        const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: json });
        if (answer.redirected || (answer.status === 403 && !(await freshToken()))) return signedOut();
        if (answer.status === 403 && again) return send(false);
        if (answer.status === 409) return refused(await answer.json());
        if (!answer.ok) { say(`没有保存上（${answer.status}），修改还在本页，稍后再试。`, "late"); return false; }
        const told = await answer.json();
        last = before;
        since = 0;
        form.elements.was.value = JSON.stringify(told.was);
        form.elements.version.value = told.version;
        showProblems(told.problems);
        const besides = [told.problems.length ? `有${told.problems.length}栏有误没有保存` : "", told.elsewhere ? `别人改了“${told.elsewhere}”，刷新后可见` : ""];
        say([`已自动保存 ${told.saved_at}`, ...besides].filter(Boolean).join("，"), told.problems.length ? "late" : "good");
        findings();
        return true;
    };
    const save = () => {
        saving ||= send().catch(() => { say("网络不通：修改还在本页，连上后自动保存。请不要关闭本页。", "late"); return false; }).finally(() => { saving = null; });
        return saving;
    };
    const signedOut = () => {
        say("登录已过期，修改还在本页：", "late");
        const link = Object.assign(document.createElement("a"), { href: form.dataset.login, target: "_blank", rel: "noopener", textContent: "在新窗口登录后自动保存" });
        saved.append(link);
        return false;
    };
    const refused = (told) => {
        say(told.contested || told.error, "late");
        if (told.contested) {
            stopped = true;
            const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: "对照选择" });
            button.addEventListener("click", () => { settle(); leaving = true; form.submit(); });
            saved.append(" ", button);
        }
        saved.scrollIntoView({ block: "nearest" });
        return false;
    };
    const showProblems = (problems) => {
        document.querySelectorAll("[data-told]").forEach((one) => one.remove());
        problems.forEach(({ anchor, message }) => {
            const place = document.getElementById(anchor);
            const field = place && (place.closest(".desk-field") || place);
            if (field) field.append(Object.assign(document.createElement("p"), { className: "desk-error", textContent: message, dataset: {} }));
            if (field) field.lastChild.setAttribute("data-told", "");
        });
    };
    /* Before anything that leaves the form: what was typed is saved first. */
    const flush = async () => { settle(); if (saving) await saving; return stopped || !isDirty() || save(); };
    setInterval(() => {
        if (stopped || saving) return;
        if (!isDirty()) { since = 0; return; }
        if (!since) { since = Date.now(); if (!saved.dataset.tone || saved.dataset.tone === "good") say("有修改，稍后自动保存"); }
        if (Date.now() - since >= AUTOSAVE) { since = Date.now(); save(); }
    }, 1000);
    setTimeout(() => { if (form.hasAttribute("data-stale")) save(); else findings(); }, 600);
    addEventListener("online", () => { if (isDirty()) save(); });
    addEventListener("beforeunload", (event) => { settle(); if (!leaving && isDirty()) event.preventDefault(); });
    addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); } });
    form.addEventListener("submit", () => { settle(); leaving = true; });
    here.addEventListener("input", (event) => event.target.setAttribute("data-touched", ""));
    addEventListener("pageshow", () => { leaving = false; });
    document.querySelectorAll("form[data-leaves]").forEach((one) => one.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (one.dataset.ask && !confirm(one.dataset.ask)) return;
        if (one.dataset.leaves !== "discard" && !(await flush())) return;
        if (event.submitter?.name) one.append(Object.assign(document.createElement("input"), { type: "hidden", name: event.submitter.name, value: event.submitter.value }));
        leaving = true;
        one.submit();
    }));
    document.addEventListener("click", async (event) => {
        const link = event.target.closest("a[data-flush], a[data-preview]");
        if (!link || (settle(), !isDirty())) return;
        event.preventDefault();
        const opened = link.target === "_blank" ? open("about:blank") : null;
        if (await flush()) { if (opened) opened.location = link.href; else { leaving = true; location.href = link.href; } } else opened?.close();
    });

    /* What the checks found. */
    let asked = 0;
    const findings = async () => {
        const mine = ++asked;
        here.setAttribute("aria-busy", "true");
        try {
            const answer = await fetch(form.dataset.findings, { headers: { Accept: "text/html" } });
            if (!answer.ok || answer.redirected || mine !== asked) return;
            const fresh = document.createElement("div");
            fresh.innerHTML = await answer.text();
            if (fresh.innerHTML === here.innerHTML) return; // nothing is taken from under a hand, nor read out again
            const reasons = new Map([...here.querySelectorAll("textarea[data-touched]")].map((one) => [one.name, one.value]));
            const active = document.activeElement?.name;
            here.replaceChildren(...fresh.childNodes);
            here.querySelectorAll("textarea").forEach((one) => { if (reasons.has(one.name)) { one.value = reasons.get(one.name); one.setAttribute("data-touched", ""); } if (one.name === active) one.focus(); });
        } catch { /* they come with the next save */ } finally { here.removeAttribute("aria-busy"); }
    };
    const unfold = (place) => { for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true; };
    document.addEventListener("click", (event) => {
        const link = event.target.closest('a[href^="#"]');
        const place = link && document.getElementById(link.getAttribute("href").slice(1));
        if (!place) return;
        event.preventDefault();
        unfold(place);
        place.scrollIntoView({ block: "center", behavior: "smooth" });
        const first = place.matches("input, textarea, select") ? place : place.querySelector("input:not([type=hidden]), textarea:not([hidden]), select, [contenteditable=true]");
        first?.focus({ preventScroll: true });
    });
    /* An address that names a field, or a link to one that was followed before this script was here. */
    const named = location.hash && document.getElementById(location.hash.slice(1));
    if (named) unfold(named);
    if (named && named.matches("input, textarea, select")) named.focus();

    /* Hints while typing. */
    document.querySelectorAll("[data-hint]").forEach((hint) => {
        const field = document.getElementById(hint.dataset.of);
        const unit = hint.dataset.unit && form.elements[hint.dataset.unit];
        let timer = 0;
        const ask = async () => {
            const query = new URLSearchParams({ value: field.value, ...(unit ? { unit: unit.value } : {}) });
            const answer = await fetch(`${hint.dataset.hint}?${query}`, { headers: json }).catch(() => null);
            if (!answer?.ok || answer.redirected) return;
            const told = await answer.json();
            hint.textContent = told.message;
            hint.dataset.ok = "ok" in told ? String(told.ok) : "";
        };
        const later = () => { clearTimeout(timer); timer = setTimeout(ask, 250); };
        field?.addEventListener("input", later);
        unit?.addEventListener("change", later);
        if (field?.value && !hint.textContent) ask();
    });
    form.querySelectorAll("[data-published]").forEach((field) => field.addEventListener("input", async () => {
        const query = new URLSearchParams({ q: field.value, for: field.dataset.published });
        const answer = await fetch(`${form.dataset.published}?${query}`, { headers: json }).catch(() => null);
        if (!answer?.ok || answer.redirected) return;
        const { found } = await answer.json();
        field.list.replaceChildren(...found.map((one) => Object.assign(document.createElement("option"), { value: one.index_number, label: one.title })));
    }));

    /* The end of the notice window. */
    const notice = document.querySelector("[data-notice]");
    if (notice) {
        const setting = notice.closest("form");
        const end = setting.querySelector("[data-notice-end]");
        setting.addEventListener("change", async (event) => {
            const query = new URLSearchParams(new FormData(setting));
            ["csrfmiddlewaretoken", "notice-contact"].forEach((name) => query.delete(name));
            const answer = await fetch(`${notice.dataset.notice}?${query}`, { headers: json }).catch(() => null);
            if (!answer?.ok || answer.redirected) return;
            const told = await answer.json();
            if (told.error) { end.textContent = told.error; return; }
            const field = setting.elements["notice-ends_on"];
            if (event.target !== field) field.value = told.ends_on;
            const steps = document.createElement("details");
            steps.append(Object.assign(document.createElement("summary"), { textContent: "计算过程" }));
            steps.append(...told.working.map((step) => Object.assign(document.createElement("div"), { className: step.counts ? "" : "is-skipped", textContent: `${step.date} ${step.why}` })));
            end.replaceChildren(`最早到 ${told.ends_on}${told.provisional ? "（暂定）" : ""}`, steps);
        });
    }
    const readers = document.querySelector("[data-readers]");
    if (readers) {
        const ways = [...readers.closest("form").querySelectorAll('[name="confinement"]')];
        const show = () => { readers.hidden = !ways.some((one) => one.checked && one.value === "named"); };
        ways.forEach((one) => one.addEventListener("change", show));
        show();
    }

    /* Files: dropped or chosen, one after another, each with its progress. */
    const drop = document.querySelector("[data-drop]");
    drop?.classList.add("is-live");
    const chosen = document.getElementById("files");
    const progress = document.querySelector("[data-progress]");
    const SAID = `draft-files-${form.elements["draft-key"].value}`;
    const said = [];
    const tell = (words, tone) => progress.append(Object.assign(document.createElement("li"), { textContent: words, className: tone }));
    JSON.parse(sessionStorage.getItem(SAID) || "[]").forEach((one) => { tell(one.done, "is-done"); one.left.forEach((words) => tell(words, "is-left")); });
    sessionStorage.removeItem(SAID);
    const LARGEST = 200 * 1024 * 1024;
    const give = (file, line) => new Promise((done) => {
        const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
        bar.setAttribute("aria-label", `上传“${file.name}”`);
        line.append(bar);
        if (file.size > LARGEST) { bar.remove(); line.append(" 超过200MB：请压缩或拆分后再上传。"); line.className = "desk-error"; done(false); return; }
        const body = new FormData();
        body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        body.append("files", file);
        const ask = new XMLHttpRequest();
        ask.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
        const failed = (words) => { bar.remove(); line.append(` ${words}`); line.className = "desk-error"; done(false); };
        ask.addEventListener("load", () => {
            let told = {};
            try { told = JSON.parse(ask.responseText); } catch { /* an error page */ }
            if (ask.status === 200 && told.files) { bar.value = 1; said.push(...told.files); done(true); } else failed(told.error || `没有传上（${ask.status}），请重试。`);
        });
        ask.addEventListener("error", () => failed("网络不通，没有传上，请重试。"));
        ask.open("POST", form.dataset.upload);
        ask.setRequestHeader("Accept", "application/json");
        ask.send(body);
    });
    const giveAll = async (files) => {
        if (!files.length || !(await flush())) return;
        let done = 0;
        for (const file of files) {
            const line = document.createElement("li");
            line.textContent = `${file.name} `;
            progress.append(line);
            if (await give(file, line)) done += 1;
        }
        chosen.value = "";
        if (done) sessionStorage.setItem(SAID, JSON.stringify(said));
        if (done && done === files.length) { leaving = true; location.hash = "f-files"; location.reload(); }
        else if (done) progress.append(Object.assign(document.createElement("li"), { innerHTML: '<button type="button" class="button button-small button-secondary" data-again>刷新，查看已传上的</button>' }));
    };
    chosen?.addEventListener("change", () => giveAll([...chosen.files]));
    progress?.addEventListener("click", (event) => { if (event.target.closest("[data-again]")) { leaving = true; location.reload(); } });
    ["dragenter", "dragover"].forEach((name) => drop?.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("is-over"); }));
    ["dragleave", "drop"].forEach((name) => drop?.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("is-over"); }));
    drop?.addEventListener("drop", (event) => giveAll([...event.dataTransfer.files]));

    window.desk = { ...window.desk, draft: { form, isDirty } };
})();
