export { AccountsTable } from './accounts-table.tsx'
export { OwnAddress } from './own-address.tsx'
export { TreeScreen } from './tree-screen.tsx'
