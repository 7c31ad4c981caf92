import type { Context } from '../context.ts';

export interface LinkRotation {
  /** Ends the former keys. */
  readonly finish?: boolean;
  /** Addresses of message servers to tell, besides the one that runs here. */
  readonly server?: readonly string[];
}

/** A new key signs credentials from now on; with `finish`, nothing that a former one signed is believed any more. */
export async function rotateLink(context: Context, { finish, server: servers = [] }: LinkRotation): Promise<void> {
  const local = await import('@koppel/local');
  if (!finish) {
    const version = await local.rotateLinkKey(context.home, servers);
    const words = `Key ${version} of the link signs credentials from now on.\nNext: koppel link grant --renew for each client that "koppel link list" shows under another key.`;
    return context.print({ version }, () => words);
  }
  const late = (await local.listLinkClients(context.home)).filter(({ isCurrent }) => !isCurrent);
  const names = late.map(({ oin, client }) => `${client} of ${oin}`).join(', ');
  if (late.length > 0) await context.confirm(`Not renewed, so cut off for good: ${names}.`);
  const version = await local.finishLinkRotation(context.home, servers);
  context.print({ version, cutOff: late.length }, () => `Only what key ${version} of the link signed is believed now.`);
}
