/**
 * The environment without what a test runner left in it. What such a process runs of the source is not counted, nor
 * slowed down by counting: the runner hooks into every spawn, and only a plain no keeps it from that.
 */
export const bareEnv = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:_?TAP|NODE_OPTIONS|NODE_V8)/.test(name))
  ),
  _TAPJS_PROCESSINFO_COVERAGE_: '0'
})
