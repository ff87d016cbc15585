// Asks caniemail.com's data, as npm has it, about letters: `node caniemail.mjs FOLDER CLIENT…` with {name: html} on standard
// input, where FOLDER is the package's; answers {feature: [clients that don't know it]}.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...clients] = process.argv.slice(2);
const { caniemail, rawData } = await import(pathToFileURL(join(folder, "dist/index.js")));
const unknown = {};

// It stops where caniemail.com says nothing of a client at all, as of most features in Thunderbird on Windows.
for (const feature of rawData.data) {
  for (const [family, platform] of clients.map((client) => client.split("."))) {
    feature.stats[family] ??= {};
    feature.stats[family][platform] ??= { "": "y" };
  }
}

function note(title, client) {
  (unknown[title] ??= new Set()).add(client);
}

function ask(what) {
  for (const [client, issues] of caniemail({ clients, ...what }).issues.errors) {
    for (const { title } of issues) note(title, client);
  }
}

for (const html of Object.values(JSON.parse(readFileSync(0, "utf8")))) {
  ask({ html });
  // It looks neither into a media query nor at what the query is about.
  for (const [, query, rules] of html.matchAll(/@media \(([a-z-]+):[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}/g)) {
    ask({ css: rules });
    const feature = rawData.data.find(({ title }) => title === `@media (${query})`);
    for (const client of feature ? clients : []) {
      const [family, platform] = client.split(".");
      const support = Object.entries(feature.stats[family][platform]).sort().at(-1)[1];
      if (support.startsWith("n")) note(feature.title, client);
    }
  }
}

console.log(JSON.stringify(unknown, (key, value) => (value instanceof Set ? [...value] : value)));
