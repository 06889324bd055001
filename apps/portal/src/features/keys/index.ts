export { KeyRow } from './key-row.tsx'
export { SoftwareMark } from './software-mark.tsx'
