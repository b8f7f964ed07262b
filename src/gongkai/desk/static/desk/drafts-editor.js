/* Wagtail's editor as drafts use it: its toolbar always in sight, and links to the web by a small dialog instead of a page chooser. */
(() => {
    try {
        if (!localStorage.getItem("wagtail:draftail-toolbar")) localStorage.setItem("wagtail:draftail-toolbar", "sticky");
    } catch { /* the toolbar floats then */ }
    const { React, DraftJS, draftail } = window;
    if (!React || !DraftJS || !draftail) return;
    const { EditorState, Modifier, RichUtils } = DraftJS;
    const ALLOWED = /^(https?:\/\/|mailto:)\S+$/i;

    class WebLinkSource extends React.Component {
        componentDidMount() {
            const { entity, onClose } = this.props;
            const dialog = document.getElementById("link-dialog");
            const input = dialog.querySelector("input");
            const error = dialog.querySelector("[data-link-error]");
            input.value = entity ? entity.getData().url || "" : "";
            error.hidden = true;
            const submitted = (event) => {
                if (event.submitter && event.submitter.value !== "ok") return;
                const url = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(input.value.trim()) ? `https://${input.value.trim()}` : input.value.trim();
                if (!ALLOWED.test(url)) { event.preventDefault(); error.hidden = false; input.focus(); return; }
                this.chosen = url;
            };
            const closed = () => {
                dialog.removeEventListener("submit", submitted);
                if (this.chosen) this.complete(this.chosen); else onClose();
            };
            dialog.addEventListener("submit", submitted);
            dialog.addEventListener("close", closed, { once: true });
            dialog.showModal();
            input.focus();
        }

        complete(url) {
            const { editorState, onComplete } = this.props;
            const content = editorState.getCurrentContent().createEntity("LINK", "MUTABLE", { url });
            const key = content.getLastCreatedEntityKey();
            const selection = editorState.getSelection();
            onComplete(selection.isCollapsed()
                ? EditorState.push(editorState, Modifier.replaceText(content, selection, url, null, key), "insert-characters")
                : RichUtils.toggleLink(editorState, selection, key));
        }

        render() { return null; }
    }

    const WebLink = (props) => {
        const { url } = props.contentState.getEntity(props.entityKey).getData();
        return React.createElement(draftail.TooltipEntity, { ...props, icon: "#icon-link", label: (url || "").replace(/^\w+:\/*/, "").slice(0, 40), url: url || "" });
    };

    draftail.registerPlugin({ type: "LINK", source: WebLinkSource, decorator: WebLink }, "entityTypes");
})();
