/* What Wagtail's editor says and nobody has put into Chinese yet; read before the editor itself. */
Object.assign(window.django?.catalog ?? {}, { "Insert a block": "插入", "No results": "没有找到" });
