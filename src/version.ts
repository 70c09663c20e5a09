/** The version of the service, that of package.json: a record says which one decided. */
export const ENGINE = '1.0.0'
