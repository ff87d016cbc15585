// The issue builder without reloading. Every one of its forms works without this too.

import { keepWords } from "./issue-words.js";
import { orderParts } from "./issue-order.js";
import { choosePreviews } from "./issue-preview.js";
import { undoByKeys } from "./issue-undo.js";
import { startRenewing } from "./issue-renew.js";
import { lookAtLinks } from "./issue-links.js";

const builder = document.getElementById("builder");
document.documentElement.classList.add("enhanced");
startRenewing(builder);
orderParts();
choosePreviews();
keepWords();
undoByKeys();
lookAtLinks();
