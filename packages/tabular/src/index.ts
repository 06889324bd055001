export { decodeText, type Encoding, type TextRefusal, type ToldEncoding } from './decode-text.ts'
export { type DecimalFault, type DecimalRule, parseDecimal } from './parse-decimal.ts'
export {
  type BadLine,
  type BadRow,
  MAX_FILE_BYTES,
  MAX_ROWS,
  parseTable,
  type Row,
  type Table,
  type TableRefusal,
  withCells,
} from './parse-table.ts'
