// Builds everything under src/entraide/hub/static/entraide from this folder.
//
//   node build.js            write the files
//   node build.js --check    build to a temporary folder and compare with what is committed

import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import esbuild from "esbuild";
import { slimCytoscape } from "./build/cytoscape.js";
import { iconSprite } from "./build/icons.js";
import { licences } from "./build/licences.js";
import { styleSheet } from "./build/styles.js";
import { world } from "./build/world.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const COMMITTED = join(HERE, "../src/entraide/hub/static/entraide");
// Phones of 2021 still count: nothing newer than this may reach them untranslated.
const TARGET = ["chrome90", "firefox90", "safari15"];
const SCRIPTS = ["app", "graph", "map", "intake", "live-worker"];

async function build(out) {
  mkdirSync(out, { recursive: true });
  const write = (name, text) => writeFileSync(join(out, name), text);

  const result = await esbuild.build({
    entryPoints: SCRIPTS.map((name) => join(HERE, `scripts/${name}.js`)),
    absWorkingDir: HERE,
    bundle: true,
    minify: true,
    format: "iife",
    target: TARGET,
    charset: "utf8",
    legalComments: "none",
    outdir: out,
    metafile: true,
    plugins: [slimCytoscape],
    define: { "process.env.VERSION": '""', "process.env.TEST_BUILD": "false" },
  });

  for (const [name, rtl] of [["app.css", false], ["app.rtl.css", true]]) {
    const { code } = await esbuild.transform(styleSheet(HERE, { rtl }), {
      loader: "css",
      minify: true,
      target: TARGET,
      legalComments: "none",
    });
    write(name, code);
  }
  write("icons.svg", iconSprite(HERE));
  write("logo.svg", readFileSync(join(HERE, "logo.svg"), "utf8"));
  write("world.json", JSON.stringify(world()));
  write("LICENSES.txt", licences(HERE, result.metafile));
}

async function report(folder) {
  for (const name of (await readdir(folder)).sort()) {
    const bytes = readFileSync(join(folder, name));
    const kilobytes = (n) => `${(n / 1024).toFixed(1).padStart(7)} KB`;
    console.log(`${name.padEnd(18)}${kilobytes(bytes.length)} ${kilobytes(brotliCompressSync(bytes).length)} brotli`);
  }
}

async function check() {
  const fresh = await mkdtemp(join(tmpdir(), "entraide-frontend-"));
  try {
    await build(fresh);
    const names = new Set([...(await readdir(fresh)), ...(existsSync(COMMITTED) ? await readdir(COMMITTED) : [])]);
    const stale = [];
    for (const name of names) {
      const [built, committed] = await Promise.all(
        [fresh, COMMITTED].map((folder) => readFile(join(folder, name)).catch(() => null)),
      );
      if (!built || !committed || !built.equals(committed)) stale.push(name);
    }
    if (stale.length) {
      console.error(`Not what frontend/ builds: ${stale.sort().join(", ")}. Run "npm run build" and commit.`);
      process.exitCode = 1;
    } else {
      console.log(`${names.size} files are what frontend/ builds.`);
    }
  } finally {
    await rm(fresh, { recursive: true });
  }
}

if (process.argv.includes("--check")) {
  await check();
} else {
  await build(COMMITTED);
  await report(COMMITTED);
}
