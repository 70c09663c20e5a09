/** Generators of clients: how each is called, how what it makes is compiled, and how a program of it is run. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { root } from '../bench/built.ts'
import { needPackages, PYTHON } from './python.ts'
import { npx, run, WORK } from './run.ts'

/** Versions that are known to work; a newer one may want more than the contract has. */
const HEY_API = '@hey-api/openapi-ts@0.99.0'
const ORVAL = 'orval@8.38.0'
const TYPESCRIPT = 'typescript@6.0.3'
const PYTHON_CLIENT = 'openapi-python-client==0.29.1'
const OPENAPI_GENERATOR = '7.25.0'

export const CONTRACT = `${root}openapi/openapi.json`

export interface Generator {
  name: string
  /** commands that must be on the machine */
  needs: readonly string[]
  generate(folder: string, origin: string): Promise<unknown>
  compile(folder: string): Promise<unknown>
  /** what a program of the client prints; left out where what is made is no client */
  ask?: (folder: string, origin: string, examples: string) => Promise<string>
  /** where names of types are declared, and how */
  names: RegExp
  ending: string
}

/** A folder of its own for what a generator makes. */
export function emptyFolder(name: string): string {
  const folder = `${WORK}/${name}`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(`${folder}/generated`, { recursive: true })
  return folder
}

/** Every file below a folder with an ending, as text. */
export const textsIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending))
    .map(path => readFileSync(`${folder}/${path}`, 'utf8'))

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    types: ['node']
  },
  files: ['program.ts']
}

/** A generator of TypeScript. @param program the file below programs/ */
const typescript = (program: string, generate: Generator['generate']): Generator => ({
  name: program,
  needs: [],
  generate,
  async compile(folder) {
    copyFileSync(`${root}interop/programs/${program}.ts`, `${folder}/program.ts`)
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(TSCONFIG))
    await run('npx', ['tsc', '--project', folder], root)
  },
  async ask(folder, origin, examples) {
    const outfile = `${folder}/program.mjs`
    await build({
      entryPoints: [`${folder}/program.ts`],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node'
    })
    return run(process.execPath, [outfile, origin, examples])
  },
  names: /^export (?:declare )?(?:type|const|interface|enum|class) (\w+)/gm,
  ending: '.ts'
})

const PYTHON_CONFIG = `package_name_override: generated
post_hooks: []
content_type_overrides:
  text/csv: application/octet-stream
  application/x-ndjson: application/octet-stream
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: application/octet-stream
`

const JAR = `${WORK}/openapi-generator-cli-${OPENAPI_GENERATOR}.jar`
const MAVEN = ['-q', '-B', '-ntp']

/** A generator of Java. Names in Chinese, as GB/T 39046 has them, are names in Java too. */
const java = (name: string, args: readonly string[], properties: string): Generator => ({
  name,
  needs: ['java', 'mvn'],
  async generate(folder) {
    const artifact = `org.openapitools:openapi-generator-cli:${OPENAPI_GENERATOR}:jar`
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
    await run('mvn', [...MAVEN, copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${WORK}`])
    const common = 'allowUnicodeIdentifiers=true,openApiNullable=false,hideGenerationTimestamp=true'
    const packages = 'apiPackage=rules.api,modelPackage=rules.model,invokerPackage=rules'
    await run('java', [
      ...['-jar', JAR, 'generate', '-i', CONTRACT, '-o', `${folder}/generated`, ...args],
      ...['--global-property', 'apiTests=false,modelTests=false,apiDocs=false,modelDocs=false'],
      `--additional-properties=${common},${packages},${properties}`
    ])
  },
  async compile(folder) {
    if (name === 'openapi-generator java')
      copyFileSync(
        `${root}interop/programs/Readme.java`,
        `${folder}/generated/src/main/java/rules/Readme.java`
      )
    await run(
      'mvn',
      [
        ...MAVEN,
        '-Dmaven.test.skip=true',
        'compile',
        'dependency:build-classpath',
        '-Dmdep.outputFile=classpath.txt'
      ],
      `${folder}/generated`
    )
  },
  names: /^public (?:final )?(?:class|enum|interface) (\w+)/gm,
  ending: '.java'
})

export const GENERATORS: readonly Generator[] = [
  typescript('openapi-typescript', folder =>
    run('npx', ['openapi-typescript', CONTRACT, '-o', `${folder}/generated/api.d.ts`], root)
  ),
  typescript('hey-api', folder =>
    npx(
      [HEY_API, TYPESCRIPT],
      ['openapi-ts', '-i', CONTRACT, '-o', `${folder}/generated`, '-c', '@hey-api/client-fetch']
    )
  ),
  typescript('orval', (folder, origin) => {
    const output = {
      target: `${folder}/generated/client.ts`,
      client: 'fetch',
      mode: 'single',
      baseUrl: origin
    }
    const config = `${folder}/orval.config.mjs`
    writeFileSync(config, `export default ${JSON.stringify({ rules: { input: CONTRACT, output } })}`)
    return npx([ORVAL, TYPESCRIPT], ['orval', '--config', config])
  }),
  {
    name: 'openapi-python-client',
    needs: ['python3'],
    async generate(folder) {
      await needPackages(PYTHON_CLIENT)
      writeFileSync(`${folder}/config.yaml`, PYTHON_CONFIG)
      await run(PYTHON, [
        ...[
          '-m',
          'openapi_python_client',
          'generate',
          '--path',
          CONTRACT,
          '--config',
          `${folder}/config.yaml`
        ],
        ...['--meta', 'none', '--overwrite', '--fail-on-warning', '--output-path', `${folder}/generated`]
      ])
    },
    async compile(folder) {
      copyFileSync(`${root}interop/programs/readme.py`, `${folder}/readme.py`)
      await run(PYTHON, ['-m', 'compileall', '-q', folder])
    },
    ask: (folder, origin, examples) => run(PYTHON, [`${folder}/readme.py`, origin, examples]),
    names: /^class (\w+)|^ {4}(VALUE_\d+) =/gm,
    ending: '.py'
  },
  {
    ...java('openapi-generator java', ['-g', 'java', '--library', 'okhttp-gson'], 'useJakartaEe=true'),
    ask: (folder, origin, examples) => {
      const path = readFileSync(`${folder}/generated/classpath.txt`, 'utf8')
      const classes = `${folder}/generated/target/classes:${path}`
      return run('java', ['-cp', classes, 'rules.Readme', origin, examples])
    }
  },
  // What it makes are the interfaces of a server, which a district implements: nothing that asks.
  java(
    'openapi-generator spring',
    ['-g', 'spring', '--library', 'spring-boot'],
    'useSpringBoot3=true,interfaceOnly=true,useTags=true'
  )
]
