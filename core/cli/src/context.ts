import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { styleText } from 'node:util';
import type { HubClient, Profile } from '@koppel/local';
import { koppelHome } from '@koppel/local/home';
import { UsageError } from './exit-code.ts';

/** The outside world of a command. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable & { readonly isTTY?: boolean };
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly profile?: string;
  readonly person?: string;
  readonly hub?: string;
}

type Style = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

/** What every command is given: where it works, as whom, and how it speaks. What takes long to load is loaded when it is used. */
export class Context {
  readonly surroundings: Surroundings;
  readonly home: string;
  options: GlobalOptions = {};

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.home = koppelHome(surroundings.env);
  }

  get isJson(): boolean {
    return this.options.json === true;
  }

  get profileName(): string {
    return this.options.profile ?? this.surroundings.env['KOPPEL_PROFILE'] ?? 'operator';
  }

  /** The employee for whom a command works; undefined when the client of the profile works for itself. */
  get person(): string | undefined {
    return this.options.person ?? (this.surroundings.env['KOPPEL_PERSON'] || undefined);
  }

  async profile(): Promise<Profile> {
    const { readProfile } = await import('@koppel/local');
    const profile = await readProfile(this.home, this.profileName);
    return this.options.hub === undefined ? profile : { ...profile, hub: this.options.hub };
  }

  /** The hub, as the client of the chosen profile, acting for the chosen person if any. */
  async hub(): Promise<HubClient> {
    const local = await import('@koppel/local');
    const system = new local.HubClient(await local.identityOf(this.home, await this.profile()));
    return this.person === undefined ? system : system.as(this.person);
  }

  /** One JSON document with --json, else the text for people. */
  print(value: unknown, words: () => string): void {
    this.write(this.isJson ? `${JSON.stringify(value)}\n` : `${words()}\n`);
  }

  write(words: string): void {
    this.surroundings.output.write(words);
  }

  writeError(words: string): void {
    this.surroundings.errors.write(words);
  }

  /** Colour on a terminal only, and not with NO_COLOR. */
  paint(style: Style, words: string, stream: 'output' | 'errors' = 'output'): string {
    const { [stream]: target, env } = this.surroundings;
    return target.isTTY === true && !env['NO_COLOR'] ? styleText(style, words, { validateStream: false }) : words;
  }

  /**
   * Where to read a document from: a file, or without one what is piped in.
   *
   * @throws UsageError on a terminal, where nobody would know that the command waits for them to type.
   */
  placeOf(file: string | undefined): string {
    if (file === undefined && this.surroundings.input.isTTY === true) {
      throw new UsageError('Name the file to read, or "-" to type it here and end with Ctrl-D.');
    }
    return file ?? '-';
  }

  /** A file's text, or standard input for `-`: the place for what must not stand in a shell's history. */
  async readText(path: string): Promise<string> {
    if (path !== '-') return readFile(path, 'utf8');
    return text(this.surroundings.input);
  }

  async readJson(path: string): Promise<unknown> {
    const content = await this.readText(path);
    try {
      return JSON.parse(content);
    } catch (cause) {
      throw new UsageError(`${path === '-' ? 'Standard input' : path} does not hold JSON.`, { cause });
    }
  }

  /** Asks on a terminal; elsewhere somebody must have said --yes. */
  async confirm(question: string): Promise<void> {
    if (this.options.yes) return;
    const { input, output } = this.surroundings;
    if (!input.isTTY || !output.isTTY || this.isJson)
      throw new UsageError(`${question} Add --yes to go on without being asked.`);
    const { confirm } = await import('@clack/prompts');
    if ((await confirm({ message: question, initialValue: false })) !== true)
      throw new UsageError('Nothing was changed.');
  }
}
