/**
 * The only door to TypeBox while the service runs: the build packs its 700 files into this one, since reading them
 * took a fifth of the time to start.
 */
export { Type } from 'typebox'
