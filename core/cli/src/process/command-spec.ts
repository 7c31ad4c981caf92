/** How a command of the process speaks to the hub; `{1}`, `{2}` … of a path are its arguments. */
export interface ProcessCommand {
  /** With its arguments: `show <id>`. */
  readonly usage: string;
  readonly description: string;
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  /**
   * Where the body comes from: a JSON document (last argument, `-` for standard input), the options, or an action of
   * the reference model with both.
   */
  readonly body?: 'document' | 'options' | 'action';
  /**
   * Options that become members of the body, or of the query of a GET: flags as commander writes them, and what they are;
   * a `<number>` becomes one.
   */
  readonly options?: readonly (readonly [flags: string, description: string])[];
  readonly view: 'record' | 'list' | 'items' | 'table' | 'chronology' | 'plan' | 'plain';
  /** Of a table: what each column is called, and the member that it shows. */
  readonly columns?: readonly (readonly [header: string, path: string])[];
  readonly examples: readonly string[];
}
