import type { AgreementRecord } from '@koppel/contract';
import { readKey, signRecord } from '@koppel/local';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';

export interface SignOptions {
  readonly approver: string;
  readonly role: string;
  readonly mandate: string;
}

/** Signs what the hub shows now, with the agreement key of the profile. */
export async function signWithProfile(context: Context, id: string, options: SignOptions): Promise<void> {
  const { oin, agreementKeyFile } = await context.profile();
  if (agreementKeyFile === undefined) {
    throw new UsageError(
      `Profile "${context.profileName}" holds no key that signs agreements; name one in its "agreementKeyFile".`,
    );
  }
  const hub = await context.hub();
  const seen = await hub.get<AgreementRecord>(`/v1/agreements/${id}`);
  const { requester, provider, operation } = seen.agreement;
  await context.confirm(`${requester} will receive ${operation} from ${provider}. Sign?`);
  const { approver, role, mandate } = options;
  const privateJwk = await readKey(context.home, agreementKeyFile);
  const signed = await signRecord(hub, seen, { oin, approver: { id: approver, role }, mandate, privateJwk });
  context.print(signed, () => `Signed; agreement ${id} is ${signed.status}.`);
}
