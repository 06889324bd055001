/** A power of two. */
const PLACES = 131_072
const [SIGNATURE, MESSAGE, KEY] = [64, 32, 32]
const QUESTION = SIGNATURE + MESSAGE + KEY
const [NONE, FALSE, TRUE] = [0, 1, 2]

/** Answers to the questions that nearly all Schnorr signatures are: over a digest, under a key of 32 bytes. */
export type SchnorrAnswers = {
  /** Is it a question that may be kept here? */
  readonly fits: (...question: Question) => boolean
  readonly find: (...question: Question) => boolean | undefined
  readonly note: (answer: boolean, ...question: Question) => void
}
type Question = readonly [signature: Uint8Array, message: Uint8Array, key: Uint8Array]

/**
 * Each question has a place, by the last bytes of its signature, and takes it from whoever was there. All of it is one piece of
 * memory: most questions come once, and a text for each would be left to the collector.
 */
export function schnorrAnswers(places = PLACES): SchnorrAnswers {
  let kept: { readonly questions: Uint8Array; readonly answers: Uint8Array } | undefined
  const placeOf = (signature: Uint8Array) =>
    (((signature[60] ?? 0) << 16) | ((signature[61] ?? 0) << 8) | (signature[62] ?? 0)) & (places - 1)
  return {
    fits: (signature, message, key) =>
      signature.length === SIGNATURE && message.length === MESSAGE && key.length === KEY,
    find: (signature, message, key) => {
      const place = placeOf(signature)
      const answer = kept?.answers[place] ?? NONE
      if (!kept || answer === NONE) return undefined
      const [{ questions }, from] = [kept, QUESTION * place]
      const isSame =
        isAt(questions, from, signature) &&
        isAt(questions, from + SIGNATURE, message) &&
        isAt(questions, from + SIGNATURE + MESSAGE, key)
      return isSame ? answer === TRUE : undefined
    },
    note: (answer, signature, message, key) => {
      kept ??= { questions: new Uint8Array(QUESTION * places), answers: new Uint8Array(places) }
      const place = placeOf(signature)
      const from = QUESTION * place
      kept.questions.set(signature, from)
      kept.questions.set(message, from + SIGNATURE)
      kept.questions.set(key, from + SIGNATURE + MESSAGE)
      kept.answers[place] = answer ? TRUE : FALSE
    },
  }
}

function isAt(all: Uint8Array, from: number, part: Uint8Array): boolean {
  for (let at = 0; at < part.length; at += 1) if (all[from + at] !== part[at]) return false
  return true
}
