/** What a text of JSON says; undefined for one that is none. Whoever asks holds the answer against a shape. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
