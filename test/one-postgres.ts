import { shareTestServer } from '@vc/db/testing'

/** One PostgreSQL server for all test files of a run; whoever tests alone of the database begins none. */
export default shareTestServer
