/** Manifests of Kubernetes against its published schemas, as the package kubernetes-models carries them. */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export interface Manifest {
  apiVersion: string
  kind: string
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  // without the types of browsers, which take half the time
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: []
}

const moduleOf = ({ apiVersion, kind }: Manifest) => `kubernetes-models/${apiVersion}/${kind}`

/** What the schema says: required fields, types, enumerations, quantities. It lets unknown fields through. */
async function against(manifest: Manifest): Promise<string[]> {
  const { [manifest.kind]: Model } = await import(moduleOf(manifest))
  try {
    new Model(manifest).validate()
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

/** What the compiler says of a manifest as a literal of its published type: it refuses unknown fields. */
function unknownFields(manifests: readonly Manifest[]): string[][] {
  const texts = new Map(
    manifests.map((manifest, index) => [
      fileURLToPath(new URL(`manifest-${index}.ts`, import.meta.url)),
      `import type { I${manifest.kind} } from '${moduleOf(manifest)}'
       export const manifest: I${manifest.kind} = ${JSON.stringify(manifest)}`
    ])
  )
  const host = ts.createCompilerHost(OPTIONS)
  const readSource = host.getSourceFile
  host.getSourceFile = (path, target, ...rest) => {
    const text = texts.get(path)
    return text === undefined ? readSource(path, target, ...rest) : ts.createSourceFile(path, text, target)
  }
  const program = ts.createProgram([...texts.keys()], OPTIONS, host)
  return [...texts.keys()].map(path =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  )
}

/**
 * Checks manifests, all with one run of the compiler.
 * @returns for each manifest its faults, empty where it is sound
 */
export async function faultsOf(manifests: readonly Manifest[]): Promise<string[][]> {
  const unknown = unknownFields(manifests)
  return Promise.all(
    manifests.map(async (manifest, index) => [...(await against(manifest)), ...(unknown[index] ?? [])])
  )
}
