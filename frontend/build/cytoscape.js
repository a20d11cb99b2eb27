// Cytoscape from its sources, without the parts that we never call: two thirds of its size stay.

import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const ROOT = join(dirname(createRequire(import.meta.url).resolve("cytoscape")), "../src");
const NOTHING = "export default {};";

const REPLACED = {
  "collection/algorithms/index.mjs": `export { default } from "./bfs-dfs.mjs";`,
  "extensions/renderer/canvas/webgl/drawing-redraw-webgl.mjs": NOTHING,
  "extensions/renderer/canvas/export-image.mjs": NOTHING,
  "extensions/layout/index.mjs": `
    import circle from "./circle.mjs";
    import cose from "./cose.mjs";
    import none from "./null.mjs";
    import preset from "./preset.mjs";
    export default Object.entries({ circle, cose, null: none, preset }).map(([name, impl]) => ({ name, impl }));`,
};

export const slimCytoscape = {
  name: "slim-cytoscape",
  setup(build) {
    build.onResolve({ filter: /^cytoscape$/ }, () => ({ path: join(ROOT, "index.mjs") }));
    for (const [file, contents] of Object.entries(REPLACED)) {
      const path = join(ROOT, file);
      build.onLoad({ filter: new RegExp(`${path.replace(/[/\\.]/g, "\\$&")}$`) }, () => ({ contents, resolveDir: dirname(path) }));
    }
  },
};
