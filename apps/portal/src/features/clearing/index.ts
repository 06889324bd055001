export { ClearLots } from './clear-lots.tsx'
