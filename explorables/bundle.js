/*
 * Runs in Node: bundles modules and style sheets of explorables/ with esbuild.
 *
 * Reads a list of jobs from standard input, { entry, language, without } for a page, in one language and without some of
 * its strings, or { entry, node: true } for Node; writes for each of them { text, modules }: the bundle, and the files of
 * which it was made, in its order. What is for a page is a classic script, which runs from disk too, and short; what is
 * for Node says where its lines come from. Both are strict, as modules are.
 */
const { readFileSync } = require("node:fs");
const esbuild = require("esbuild");

/** strings.json, which has all languages: one of them, but for the keys that the page's script does without. */
const only = (language, without) => ({
  name: "strings",
  setup(build) {
    build.onLoad({ filter: /strings\.json$/ }, ({ path }) => {
      const words = Object.entries(JSON.parse(readFileSync(path, "utf8"))[language]).filter(([key]) => !without.includes(key));
      return { contents: JSON.stringify(Object.fromEntries(words)), loader: "json" };
    });
  },
});

async function bundle({ entry, language, without, node = false }) {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [entry], outdir: "out", bundle: true, write: false, metafile: true, charset: "utf8", legalComments: "none",
    banner: { js: '"use strict";' },
    ...(node ? { platform: "node", format: "cjs" } : { format: "iife", minify: true, target: "es2020", plugins: [only(language, without)] }),
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  return { text: outputFiles[0].text, modules: Object.keys(inputs) };
}

Promise.all(JSON.parse(readFileSync(0, "utf8")).map(bundle)).then((made) => process.stdout.write(JSON.stringify(made)));
