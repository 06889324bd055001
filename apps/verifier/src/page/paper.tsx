import { type ActLeg, type Change, changesOf, type Language, risksOf, sixWords } from '@vc/acts'
import { toHex } from '@vc/crypto'
import { ActSheet, Amount } from '@vc/ui'
import type { Words } from './words.ts'

type Props = { readonly leg: ActLeg; readonly language: Language; readonly words: Words }

/** One transaction as the slip of paper that is signed, written from its bytes alone. */
export function Paper({ leg: { sheet, sheetHash }, language, words: { act } }: Props) {
  const sentences = language === 'zh-CN' ? sheet.zh : sheet.en
  const labels: Readonly<Record<string, string>> = act.lines
  const titles: Readonly<Record<string, string>> = act.kinds
  const { title, in: before, out: after } = act.flow
  return (
    <ActSheet
      kind={sentences[0]}
      title={titles[sheet.kind] ?? sheet.kind}
      facts={sheet.lines
        .map(({ what }, at) => ({ label: labels[what] ?? what, value: <Whole text={sentences[at] ?? ''} /> }))
        .slice(1)}
      changes={changesOf(sheet.lines).map(changeOf)}
      changeHeads={{ title, before, after }}
      risks={risksOf(sheet.lines).map((risk) => act.risks[risk])}
      sixWords={sixWords(sheetHash, language)}
      sheetHash={toHex(sheetHash)}
    />
  )
}

const changeOf = ({ account, element, before, after }: Change) => ({
  label: <Whole text={account} />,
  before: <Amount amount={before} element={element} unit="" />,
  after: <Amount amount={after} element={element} />,
})

/** Hex stands whole: two that begin and end alike are easily made. */
function Whole({ text }: { readonly text: string }) {
  return text.split(/(\b[0-9a-f]{32,66}\b)/).map((part, at) => {
    const key = `${at} ${part}`
    if (at % 2 === 0) return <span key={key}>{part}</span>
    return (
      <code key={key} className="font-mono text-[0.92em] break-all">
        {part}
      </code>
    )
  })
}
