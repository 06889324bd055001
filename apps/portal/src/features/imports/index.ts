export { base64Of, sha256OfFile } from './base64-of.ts'
export { type FileReading, ImportSection, useRowWords } from './import-section.tsx'
