import { fromHex, utf8 } from '@vc/crypto'
import { Writer } from '../codec/writer.ts'
import { encodeNumber } from './number.ts'
import { pushOpcode } from './push.ts'

/** Bitcoin's names of opcodes above the pushes. */
const names: readonly (readonly [number, string])[] = [
  [0x4f, '1NEGATE RESERVED'],
  [0x61, 'NOP VER IF NOTIF VERIF VERNOTIF ELSE ENDIF VERIFY RETURN TOALTSTACK FROMALTSTACK 2DROP 2DUP 3DUP'],
  [0x70, '2OVER 2ROT 2SWAP IFDUP DEPTH DROP DUP NIP OVER PICK ROLL ROT SWAP TUCK CAT SUBSTR LEFT RIGHT SIZE'],
  [
    0x83,
    'INVERT AND OR XOR EQUAL EQUALVERIFY RESERVED1 RESERVED2 1ADD 1SUB 2MUL 2DIV NEGATE ABS NOT 0NOTEQUAL',
  ],
  [0x93, 'ADD SUB MUL DIV MOD LSHIFT RSHIFT BOOLAND BOOLOR NUMEQUAL NUMEQUALVERIFY NUMNOTEQUAL LESSTHAN'],
  [
    0xa0,
    'GREATERTHAN LESSTHANOREQUAL GREATERTHANOREQUAL MIN MAX WITHIN RIPEMD160 SHA1 SHA256 HASH160 HASH256',
  ],
  [0xab, 'CODESEPARATOR CHECKSIG CHECKSIGVERIFY CHECKMULTISIG CHECKMULTISIGVERIFY NOP1 CHECKLOCKTIMEVERIFY'],
  [0xb2, 'CHECKSEQUENCEVERIFY NOP4 NOP5 NOP6 NOP7 NOP8 NOP9 NOP10 CHECKSIGADD'],
]
const opcodes: ReadonlyMap<string, number> = new Map([
  ...names.flatMap(([first, list]) => list.split(' ').map((name, i) => [name, first + i] as const)),
  ['NOP2', 0xb1],
  ['NOP3', 0xb2],
])

/** The bytes of a script in the notation of Bitcoin Core's tests: numbers, 0x raw bytes, 'text', names of opcodes. */
export function parseBitcoinAsm(text: string): Uint8Array {
  const writer = new Writer(64)
  for (const word of text.split(/\s+/).filter((part) => part !== '')) writeWord(writer, word)
  return writer.finish()
}

function writeWord(writer: Writer, word: string): void {
  const opcode = opcodes.get(word.replace(/^OP_/, ''))
  if (/^-?\d+$/.test(word)) writeItem(writer, encodeNumber(Number(word)))
  else if (word.startsWith('0x')) writer.bytes(fromHex(word.slice(2)))
  else if (word.startsWith("'")) writeData(writer, utf8(word.slice(1, -1)))
  else if (opcode !== undefined) writer.u8(opcode)
  else throw new Error(`no opcode is called ${word}`)
}

/** Numbers −1 and 1 to 16 have opcodes of their own. */
function writeItem(writer: Writer, item: Uint8Array): void {
  const opcode = pushOpcode(item)
  if (opcode >= 0x4f || item.length === 0) writer.u8(opcode)
  else writeData(writer, item)
}

/** Core's `script << bytes`: by length alone. */
function writeData(writer: Writer, item: Uint8Array): void {
  const { length } = item
  if (length < 0x4c) writer.u8(length)
  else if (length <= 0xff) writer.u8(0x4c).u8(length)
  else writer.u8(0x4d).u16(length)
  writer.bytes(item)
}
