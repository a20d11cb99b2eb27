// The licence texts of every package that ends up in a built file.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NOT_SCRIPTS = ["@tabler/core", "@tabler/icons", "world-atlas"];

export function licences(here, metafile) {
  const bundled = Object.keys(metafile.inputs)
    .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
    .filter(Boolean);
  const packages = [...new Set([...bundled, ...NOT_SCRIPTS])].sort();
  return `The files of this folder contain parts of the packages below.\n\n${packages.map((name) => section(here, name)).join("\n")}`;
}

function section(here, name) {
  const folder = join(here, "node_modules", name);
  const { version, license, author, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : byline(author, license);
  return `${"=".repeat(72)}\n${name} ${version} (${license})\n${homepage ?? ""}\n\n${text}\n`;
}

function byline(author, license) {
  return `Copyright ${typeof author === "object" ? author.name : author}. Licensed under ${license}.`;
}
