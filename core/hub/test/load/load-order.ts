/** A signal or case, or several that belong together, made over HTTP; its copies are multiplied as one. */
export interface TemplateOrder {
  readonly roots: readonly string[];
}

/** What is to be in one body. */
export interface BodyOrder {
  readonly id: string;
  /** Takes the place of the organisation that reported the templates. */
  readonly reporter: string;
  /** How often each template is copied, in the order of the templates. */
  readonly copies: readonly number[];
}

/** What the loader is told, as JSON on its standard input. */
export interface LoadOrder {
  /** The configuration file of the hub that owns the database. */
  readonly config: string;
  readonly collaboration: string;
  /** Where the templates were made, and by whom they were reported. */
  readonly from: { readonly body: string; readonly reporter: string };
  readonly templates: readonly TemplateOrder[];
  /** One that holds a copy already is left as it is, so that an interrupted load goes on where it was. */
  readonly bodies: readonly BodyOrder[];
  /** How many cases of all are told by id, each after its events were folded and compared with its record. */
  readonly sample: number;
}

/** What the loader tells, as one line of JSON. */
export interface LoadReport {
  readonly sample: readonly string[];
}
