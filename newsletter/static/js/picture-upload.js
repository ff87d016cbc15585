// Pictures on their way into the text. Each has a place there from the beginning, which moves with the words around it.

import { Plugin, pm } from "../vendor/editor.js";
import { beyond } from "./incoming.js";

const { Decoration, DecorationSet } = pm.view;
const key = new pm.state.PluginKey("pictureUpload");

// One for all: ProseMirror would draw a widget anew whose spec is another one.
const SPEC = { side: 1, stopEvent: () => true, ignoreSelection: true };
const MOST_MEGABYTES = 20; // as commentaries/developing.py
const PICTURE = /^image\/|\.(hei[cf]|jpe?g|png|webp|gif)$/i;

export const isPicture = ({ type, name }) => PICTURE.test(type) || PICTURE.test(name);

// The boundary between blocks that is nearest to a position: the words of a block aren't parted for a picture.
function boundary(doc, position) {
  const $position = doc.resolve(position);
  if ($position.depth === 0) return position;
  const block = $position.node(1);
  const after = block.content.size > 0 && $position.pos - $position.before(1) > block.nodeSize / 2;
  return after ? $position.after(1) : $position.before(1);
}

// Where it stands, or null if there is no room for it in a text.
export function insertFigure(editor, attrs, position, upload = null) {
  const { schema, tr } = editor.state;
  const at = boundary(tr.doc, position);
  tr.insert(at, schema.nodes.figure.create(attrs)).setMeta(key, { arrived: upload });
  if (beyond(tr.doc)) return null;
  editor.view.dispatch(tr);
  return at;
}

// The uploads in their order, and the place of each: those that were begun before the one that arrives stay before it.
function apply(tr, places) {
  const { added, at, ended, arrived } = tr.getMeta(key) ?? {};
  const arrivedAt = places.findIndex(({ upload }) => upload === arrived);
  const moved = places.map(({ upload, place }, index) => ({ upload, place: tr.mapping.map(place, index < arrivedAt ? -1 : 1) }));
  return [...moved.filter(({ upload }) => upload !== ended), ...(added ? [{ upload: added, place: at }] : [])];
}

// Fetch can't tell how far an upload is.
function sent(file, { address, token, language, onProgress }) {
  const body = new FormData();
  body.set("file", file);
  body.set("language", language);
  const request = new XMLHttpRequest();
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve({ status: request.status, answer: request.response }));
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}

class Upload {
  constructor(file, { editor, frame, template }) {
    Object.assign(this, { file, editor, frame, template });
    this.dom = template.content.querySelector(".upload").cloneNode(true);
    this.dom.lang = document.documentElement.lang;
    this.dom.querySelector(".name").textContent = file.name;
    this.progress = this.dom.querySelector("progress");
    this.says = this.dom.querySelector("[role=alert]");
    this.again = this.dom.querySelector("[data-act=again]");
    this.preview = this.dom.querySelector("img");
    this.preview.src = URL.createObjectURL(file);
    this.preview.addEventListener("error", () => (this.preview.hidden = true));
    this.again.addEventListener("click", () => this.wait());
    this.dom.querySelector("[data-act=remove]").addEventListener("click", () => {
      this.end();
      this.editor.commands.focus();
    });
  }

  // Until those before it are through.
  wait() {
    this.dom.classList.remove("failed");
    this.says.textContent = "";
    this.progress.value = 0;
    this.queue.add(this);
  }

  async send() {
    if (this.file.size > MOST_MEGABYTES * 1_000_000) return this.fail(this.words("too-large"), { forGood: true });
    const { dataset: { upload: address } } = this.template;
    const { form, lang: language } = this.frame.querySelector("textarea[data-editor]");
    const onProgress = (share) => (this.progress.value = share);
    const { status, answer } = await sent(this.file, { address, token: form.elements.csrf_token.value, language, onProgress });
    if (this.editor.isDestroyed || !this.dom.isConnected) return this.end();
    if (status !== 201) return this.fail(answer?.error ?? this.words("unsent"), { forGood: status === 422 });
    return this.arrive(answer);
  }

  arrive({ url, ...attrs }) {
    const { place } = key.getState(this.editor.state).find(({ upload }) => upload === this);
    if (insertFigure(this.editor, attrs, place, this) === null) return this.fail(this.words("full"), {});
    this.end();
    this.frame.querySelector(".pictures-say").textContent = this.words("added");
  }

  fail(sentence, { forGood = false }) {
    this.dom.classList.add("failed");
    this.again.hidden = forGood;
    this.says.textContent = sentence;
  }

  end() {
    URL.revokeObjectURL(this.preview.src);
    const { state, view } = this.editor;
    if (!this.editor.isDestroyed) view.dispatch(state.tr.setMeta(key, { ended: this }));
  }

  words(name) {
    return this.template.content.querySelector(`[data-says=${name}]`).textContent;
  }
}

// One after the other: the server makes one picture smaller at a time.
class Queue {
  waiting = Promise.resolve();

  add(upload) {
    upload.queue = this;
    this.waiting = this.waiting.then(() => upload.send());
  }
}

export function uploader(editor, frame) {
  const queue = new Queue();
  const template = frame.querySelector("template.pictures");
  addEventListener("beforeunload", (event) => {
    if (key.getState(editor.state).length) event.preventDefault();
  });
  return (files, position) => {
    if (!editor.isEditable) return;
    const at = boundary(editor.state.doc, position);
    for (const file of files) {
      const upload = new Upload(file, { editor, frame, template });
      editor.view.dispatch(editor.state.tr.setMeta(key, { added: upload, at }));
      queue.add(upload);
    }
  };
}

export function uploadPlugin() {
  return new Plugin({
    key,
    state: { init: () => [], apply },
    props: {
      decorations(state) {
        return DecorationSet.create(
          state.doc,
          key.getState(state).map(({ upload, place }) => Decoration.widget(place, upload.dom, SPEC)),
        );
      },
    },
  });
}
