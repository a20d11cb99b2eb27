// One SVG sprite of the icons named in icons.txt, from Tabler's outline set and our own folder.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export function iconSprite(here) {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
  const symbols = names.map((name) => {
    const own = join(here, `icons/${name}.svg`);
    const file = existsSync(own) ? own : join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`);
    const body = readFileSync(file, "utf8")
      .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
      .replace(/\s*\n\s*/g, "")
      .replace(/\s+\/>/g, "/>");
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${symbols.join("\n")}</svg>\n`;
}
