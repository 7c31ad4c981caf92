/** The version of the HTTP interface, in full (API Design Rules: `/core/semver`); its major number stands in the path. */
export const apiVersion = '1.0.0';
