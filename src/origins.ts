/** Origins that browsers may call from, as a setting. */

/** What a browser sends as the origin of a page: scheme, host, and a port that is not the scheme's own; one, not many. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:[^*]*$/.test(text) && new URL(text).origin === text
}

/**
 * Reads a list with commas.
 * @throws Error naming what is no origin: it would never match, and nobody would hear of it
 */
export function originsIn(list: string): string[] {
  const origins = list
    .split(',')
    .map(origin => origin.trim())
    .filter(Boolean)
  for (const origin of origins) {
    if (isOrigin(origin)) continue
    const near = URL.canParse(origin) ? new URL(origin).origin : ''
    const meant = isOrigin(near) ? `: did you mean ${near}?` : ''
    throw new Error(
      `env/CORS_ORIGINS must be origins such as https://hall.example or http://10.0.0.1:8080, ` +
        `without a path, separated by commas; "${origin}" is none${meant}`
    )
  }
  return origins
}
