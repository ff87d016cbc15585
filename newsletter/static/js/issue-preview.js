// Another edition, or another view of it, without leaving what one is doing; the address remembers which.

import { renew } from "./issue-renew.js";

export function choosePreviews() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.href);
    renew(link.href, {});
  });
}
