import { formatAmount } from '../units.ts'
import type { ActLine } from './lines.ts'
import { englishSentences, englishWords } from './sentences-en.ts'
import { chineseSentences, chineseWords } from './sentences-zh.ts'

/** How amounts and names are written. */
export type Wording = {
  readonly decimals: number
  readonly nameOf?: ((hex: string) => string | undefined) | undefined
  /** For people alone: "1 output". What is hashed has one form for every number, as its vectors say. */
  readonly isShown?: boolean
}

/** What a sentence may ask of its line. */
export type Words = {
  /** A fact as it stands. */
  readonly fact: (name: string) => string
  /** A number of things, of which there may be one. */
  readonly count: (name: string, things: string, thing: string) => string
  /** An amount with its places. */
  readonly amount: (name: string) => string
  /** Keys, hashes and ids in hex, each after its name when one is known. */
  readonly who: (name: string) => string
  /** The language's word for a code such as an element, a layer, a script. */
  readonly word: (name: string) => string
  /** Whether the line has this fact. */
  readonly has: (name: string) => boolean
}
export type Sentences = Readonly<Record<string, (words: Words) => string>>

/** One line of the sheet as a sentence; the words of both languages say the same facts. */
export function sentenceOf(line: ActLine, language: 'en' | 'zh', wording: Wording): string {
  const sentences = language === 'en' ? englishSentences : chineseSentences
  const write = sentences[line.what]
  return write === undefined ? line.what : write(wordsOf(line, language, wording))
}

function wordsOf(line: ActLine, language: 'en' | 'zh', wording: Wording): Words {
  const { decimals, nameOf, isShown } = wording
  const vocabulary = language === 'en' ? englishWords : chineseWords
  const fact = (name: string) => line[name] ?? ''
  const named = (hex: string) => {
    const name = nameOf?.(hex)
    return name === undefined ? hex : `${name} (${hex})`
  }
  return {
    fact,
    count: (name, things, thing) => `${fact(name)} ${isShown && fact(name) === '1' ? thing : things}`,
    amount: (name) => formatAmount(BigInt(fact(name)), decimals, language),
    who: (name) =>
      fact(name)
        .split(' ')
        .map(named)
        .join(language === 'en' ? ', ' : '、'),
    word: (name) => vocabulary[fact(name)] ?? fact(name),
    has: (name) => fact(name) !== '',
  }
}
