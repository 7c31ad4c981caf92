/** What a token of this client may allow; the hub decides, these are asked for. */
type Scope = 'exchange' | 'agreements' | 'ledger' | 'mandates' | 'cases' | 'operate';

/** An organisation of the demonstration and the one system of it that calls the hub over HTTP. */
export interface Actor {
  readonly oin: string;
  readonly name: string;
  readonly client: string;
  readonly scopes: readonly Scope[];
}

export const collaboration = 'voorbeeldland';

/** What the demonstration is about: its reference model is put in force, and its flows run. */
export const themePackage = '@koppel/theme-undermining';

const partner = (digit: number, name: string): Actor => ({
  oin: `0000000999900000000${digit}`,
  name,
  client: 'desk',
  scopes: ['exchange', 'agreements', 'ledger', 'mandates', 'cases'],
});

/** Clearly synthetic: OINs in a range that is not issued, names of nobody. The operator is no party to any exchange. */
export const actors = {
  operator: {
    oin: '00000009999000000001',
    name: 'Voorbeeldbeheer (operates the hub)',
    client: 'operator',
    scopes: ['operate', 'agreements', 'ledger', 'exchange'],
  },
  municipality: partner(2, 'Gemeente Voorbeeldstad'),
  police: partner(3, 'Politie-eenheid Voorbeeldland'),
  tax: partner(4, 'Voorbeeldbelastingdienst'),
  centre: partner(5, 'Regionaal Informatiecentrum Voorbeeldland'),
} as const satisfies Record<string, Actor>;

export type ActorName = keyof typeof actors;
export const partnerNames = ['municipality', 'police', 'tax', 'centre'] as const satisfies ActorName[];
export type PartnerName = (typeof partnerNames)[number];
