/** What an event is to a thing that it names (EPCIS 2.0): it brings it into being, uses it up, sees it, packs it, or packs into it. */
export type ThingPart = 'output' | 'input' | 'seen' | 'child' | 'parent'
/** A thing in GS1 Digital Link form without its domain ("01/09506000134352/10/AB-123"), and what the event is to it. */
export type NamedThing = { readonly thing: string; readonly part: ThingPart }

/** The fields of an event that name things, by what the event is to them. */
const fields: Readonly<Record<string, ThingPart>> = {
  epcList: 'seen',
  quantityList: 'seen',
  inputEPCList: 'input',
  inputQuantityList: 'input',
  outputEPCList: 'output',
  outputQuantityList: 'output',
  childEPCs: 'child',
  childQuantityList: 'child',
  parentID: 'parent',
}

/** Every thing that an event names, each once for each part; identifiers of no GS1 key are left out. */
export function thingsOf(event: Readonly<Record<string, unknown>>): readonly NamedThing[] {
  const found = new Map<string, NamedThing>()
  for (const [field, part] of Object.entries(fields))
    for (const name of namesIn(event[field])) {
      const thing = thingNamed(name)
      if (thing !== undefined) found.set(`${part} ${thing}`, { thing, part: partOf(part, event) })
    }
  return [...found.values()]
}

/** An object that is added comes into being. */
const partOf = (part: ThingPart, { type, action }: Readonly<Record<string, unknown>>): ThingPart =>
  part === 'seen' && type === 'ObjectEvent' && action === 'ADD' ? 'output' : part

function namesIn(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return list.flatMap((one: unknown) => {
    if (typeof one === 'string') return [one]
    if (typeof one !== 'object' || one === null || !('epcClass' in one)) return []
    return typeof one.epcClass === 'string' ? [one.epcClass] : []
  })
}

const link =
  /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?((?:01\/\d{8,14}(?:\/(?:10|21)\/[^/?#]+)?)|00\/\d{18})(?:[?#].*)?$/
const urn = /^urn:epc:(?:id:(sgtin|sscc)|class:(lgtin)):([^:]+)$/

/** The one name of a lot, an item or a logistic unit, whichever of EPCIS's two forms it was written in. */
export function thingNamed(text: string): string | undefined {
  const linked = link.exec(text)?.[1]
  if (linked) return normalised(linked)
  const [, item, lot, parts = ''] = urn.exec(text) ?? []
  const [company = '', reference = '', ...rest] = parts.split('.')
  const digits = /^\d+$/
  if (!digits.test(company) || !digits.test(reference)) return undefined
  if (item === 'sscc') return `00/${withCheckDigit(moved(company, reference))}`
  const tail = rest.join('.')
  if ((!item && !lot) || tail === '' || company.length + reference.length !== 13) return undefined
  return `01/${withCheckDigit(moved(company, reference))}/${lot ? '10' : '21'}/${tail}`
}

/** The indicator or extension digit stands before the company's prefix in the key, behind it in the URN. */
const moved = (company: string, reference: string) =>
  `${reference.slice(0, 1)}${company}${reference.slice(1)}`

/** A key has 14 digits; letters of a serial or lot that a path can not hold stay escaped one way. */
function normalised(path: string): string {
  const [kind, key = '', ...tail] = path.split('/')
  const [qualifier, value] = tail
  const whole = kind === '01' ? key.padStart(14, '0') : key
  return qualifier === undefined || value === undefined
    ? `${kind}/${whole}`
    : `${kind}/${whole}/${qualifier}/${readable(value)}`
}

function readable(escaped: string): string {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped
  }
}

/** GS1's check digit: threes and ones from the right. */
function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
