/** Makes a thing when it is first asked for, and gives it ever after. */
export function later<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
