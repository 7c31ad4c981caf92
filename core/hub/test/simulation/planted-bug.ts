/** One fault that somebody could make: a text of a source file, and what stands there instead. */
export interface PlantedBug {
  readonly name: string;
  /** From the folder `core`. */
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}
