import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { runCommandLine } from '../src/index.ts';

/**
 * A shell's `koppel`, carried out in this process: the same words, environment, standard input, output and exit code as
 * of the program, without a program to start each time.
 */
export class ToldCommands {
  readonly #server: Server;
  readonly #home: string;

  private constructor(server: Server, home: string) {
    this.#server = server;
    this.#home = home;
  }

  /** What commands say to each other lies in `home`. */
  static async open(home: string): Promise<ToldCommands> {
    const server = createServer((socket) => void answer(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ToldCommands(server, await mkdtemp(join(home, 'told-')));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** For bash. Standard input is read by commands that name it alone, as the program does. */
  get shellFunction(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `koppel() {
  local place line code=1
  place=$(mktemp -d "${this.#home}/XXXXXX")
  printf '%s\\0' "$@" > "$place/words"
  env -0 > "$place/environment"
  case " $* " in *" - "*) cat > "$place/input" ;; *) : > "$place/input" ;; esac
  exec {line}<>/dev/tcp/127.0.0.1/${port}
  printf '%s\\n' "$place" >&$line
  read -r code <&$line || code=1
  exec {line}>&-
  cat "$place/output"
  cat "$place/errors" >&2
  return "$code"
}`;
  }
}

async function answer(socket: Socket): Promise<void> {
  for await (const place of createInterface({ input: socket })) socket.end(`${await carryOut(place)}\n`);
}

async function carryOut(place: string): Promise<number> {
  const read = (name: string) => readFile(join(place, name), 'utf8');
  const words = listed(await read('words'));
  const env = Object.fromEntries(listed(await read('environment')).map(pairOf));
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(output), text(errors)]);
  const code = await runCommandLine(words, { env, input: Readable.from([await read('input')]), output, errors });
  output.end();
  errors.end();
  const [ofOutput, ofErrors] = await said;
  await writeFile(join(place, 'output'), ofOutput);
  await writeFile(join(place, 'errors'), ofErrors);
  return code;
}

/** Each ends with a zero byte. */
const listed = (zeroes: string): string[] => zeroes.split('\0').slice(0, -1);

function pairOf(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
