/** Where the hub of one machine listens unless told otherwise. */
export const defaultPort = 7470;
