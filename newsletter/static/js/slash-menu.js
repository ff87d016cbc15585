// "/" in an empty block offers the kinds of blocks: the buttons of the toolbar that bear data-block.

import { Extension, Plugin, pm } from "../vendor/editor.js";
import { use } from "./toolbar.js";

const key = new pm.state.PluginKey("slashMenu");
const CLOSED = { open: false, query: null, index: 0 };

// What was typed after the "/" of a block that holds nothing else.
function queryIn({ selection: { empty, $from } }) {
  if (!empty || !$from.parent.isTextblock || $from.parentOffset !== $from.parent.content.size) return null;
  return $from.parent.textContent.match(/^\/(.{0,30})$/)?.[1] ?? null;
}

function apply(tr, menu, before, after) {
  const meta = tr.getMeta(key);
  if (meta) return { ...menu, ...meta };
  if (!tr.docChanged && !tr.selectionSet) return menu;
  const query = queryIn(after);
  // It opens when the slash is typed, not when one comes to it, nor by undo.
  const began = query === "" && tr.docChanged && !pm.history.isHistoryTransaction(tr) && queryIn(before) === null;
  if (query === null || !(menu.open || began)) return { ...CLOSED, query };
  return { open: true, query, index: query === menu.query ? menu.index : 0 };
}

class Menu {
  constructor(view, editor, frame) {
    this.editor = editor;
    this.list = frame.querySelector(".slash-menu");
    this.buttons = [...frame.querySelectorAll("[data-tool][data-block]")];
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the text
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
    view.dom.addEventListener("blur", () => this.close());
    this.follow = () => this.list.matches(":popover-open") && this.place();
    addEventListener("scroll", this.follow, { passive: true });
  }

  update(view, before) {
    const menu = key.getState(view.state);
    if (menu === key.getState(before)) return;
    const shown = this.matching(menu);
    if (!shown.length) return this.list.hidePopover();
    this.list.replaceChildren(...shown.map((button, index) => this.option(button, index === menu.index)));
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    this.place();
    this.list.children[menu.index].scrollIntoView({ block: "nearest" });
  }

  matching({ open, query }) {
    const sought = query?.trim().toLocaleLowerCase();
    const names = ({ ariaLabel, dataset }) => `${ariaLabel} ${dataset.tool}`.toLocaleLowerCase();
    return open ? this.buttons.filter((button) => names(button).includes(sought)) : [];
  }

  option(button, chosen) {
    const option = document.createElement("div");
    option.id = `${this.list.id}-${button.dataset.tool}`;
    option.role = "option";
    option.ariaSelected = String(chosen);
    const sign = document.createElement("span");
    sign.append(...[...button.childNodes].map((node) => node.cloneNode(true)));
    sign.ariaHidden = "true";
    option.append(sign, button.ariaLabel);
    return option;
  }

  // Below the line, or above it where there is no room.
  place() {
    const { view } = this.editor;
    const { left, top, bottom } = view.coordsAtPos(view.state.selection.head);
    const { offsetWidth: width, offsetHeight: height } = this.list;
    const fits = bottom + height + 8 <= innerHeight;
    this.list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.list.style.top = `${fits ? bottom + 4 : Math.max(8, top - height - 4)}px`;
  }

  choose(index) {
    const name = this.matching(key.getState(this.editor.state))[index].dataset.tool;
    const { $from } = this.editor.state.selection;
    this.editor.chain().deleteRange({ from: $from.start(), to: $from.end() }).run();
    use(name, this.editor);
  }

  close() {
    const { view, state } = this.editor;
    if (key.getState(state).open) view.dispatch(state.tr.setMeta(key, CLOSED));
  }

  key(view, event) {
    const menu = key.getState(view.state);
    const { length } = this.matching(menu);
    if (!length || event.isComposing) return false;
    const to = (index) => view.dispatch(view.state.tr.setMeta(key, { index: (index + length) % length }));
    const actions = {
      ArrowDown: () => to(menu.index + 1),
      ArrowUp: () => to(menu.index - 1),
      Enter: () => this.choose(menu.index),
      Tab: () => this.choose(menu.index),
      Escape: () => this.close(),
    };
    if (!(event.key in actions)) return false;
    event.stopPropagation();
    actions[event.key]();
    return true;
  }

  destroy() {
    removeEventListener("scroll", this.follow);
  }
}

export const SlashMenu = Extension.create({
  name: "slashMenu",

  addOptions: () => ({ frame: null }),

  addProseMirrorPlugins() {
    const { editor, options: { frame } } = this;
    let menu;
    return [
      new Plugin({
        key,
        state: { init: () => CLOSED, apply },
        view: (view) => (menu = new Menu(view, editor, frame)),
        props: {
          handleKeyDown: (view, event) => menu.key(view, event),
          attributes(state) {
            const { index, ...rest } = key.getState(state);
            const option = menu?.matching(rest)[index];
            if (!option) return {};
            return {
              "aria-autocomplete": "list",
              "aria-controls": menu.list.id,
              "aria-activedescendant": `${menu.list.id}-${option.dataset.tool}`,
            };
          },
        },
      }),
    ];
  },
});
