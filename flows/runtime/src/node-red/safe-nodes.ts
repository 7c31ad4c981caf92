/**
 * The core nodes that a runtime loads. It is a list of what may be there, so that a node of a later Node-RED stays
 * out until somebody has looked at it.
 *
 * Not on it, and why:
 * - exec, file, watch: a flow has no business with programs and files of the machine;
 * - http request, mqtt, websocket, tcp, udp (and tls, http proxy for them): what leaves the organisation goes through
 *   an agreement and the ledger, and a flow that could post elsewhere would be a way around both;
 * - XML, HTML: their parsers take documents with DOCTYPE; adapters parse those, behind a check;
 * - debug: it writes messages, and so personal data, to the log and the editor; authors get it with the editor.
 */
export const safeCoreNodes: readonly string[] = [
  '05-junction.js',
  '10-function.js',
  '10-switch.js',
  '15-change.js',
  '16-range.js',
  '17-split.js',
  '18-sort.js',
  '19-batch.js',
  '20-inject.js',
  '21-httpin.js',
  '24-complete.js',
  '25-catch.js',
  '25-status.js',
  '60-link.js',
  '70-CSV.js',
  '70-JSON.js',
  '70-YAML.js',
  '80-template.js',
  '89-delay.js',
  '89-trigger.js',
  '90-comment.js',
  '91-global-config.js',
  '98-unknown.js',
  'rbe.js',
];

export const authorCoreNodes: readonly string[] = ['21-debug.js'];

/** npm package, and folder of it, with the palette of Koppel. */
export const koppelPalette = { package: '@koppel/flow-nodes', folder: 'flow-nodes' } as const;
