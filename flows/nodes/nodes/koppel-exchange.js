// Node-RED loads this file by path; types are not stripped under node_modules, so it is plain JavaScript and
// reaches the package by its own name, which is source in the workspace and the build when published.
import { registerExchangeNode } from '@koppel/flow-nodes';

export default registerExchangeNode;
