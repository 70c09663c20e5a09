/** The environment without what a test runner left in it: what the built service runs of the source is not counted. */
export const bareEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:_?TAP|NODE_OPTIONS|NODE_V8)/.test(name))
  )
