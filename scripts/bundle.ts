/**
 * Packs code for Node: each entry a file, what several share a file between them. A start reads a few large files
 * instead of a thousand small ones, which takes a third of the time.
 */
import { build } from 'esbuild'

/** Packages that read files of their own beside their code, or ask for others that need not be there. */
const APART = ['@fastify/swagger-ui', 'pg', 'piscina']

/** Packages in CommonJS ask for Node's own modules by `require`. */
const BANNER = {
  js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
}

/**
 * @param entries modules below a folder, without their ending
 * @param outdir where they go, at the same paths; emptied of nothing
 * @param outbase the folder they are below
 * @returns what the packed code imports from outside, Node's own modules too
 */
export async function bundle(entries: readonly string[], outdir: string, outbase = 'src'): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: entries.map(entry => `${outbase}/${entry}.ts`),
    outbase,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: APART,
    sourcemap: true,
    banner: BANNER,
    logLevel: 'warning',
    metafile: true
  })
  return Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path)
  )
}

/** Packs one program with its data into one file, which needs no other. @param contents it, as TypeScript of this folder */
export async function bundleOne(contents: string, outfile: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: BANNER,
    logLevel: 'warning'
  })
}
