/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** An address with the two identifiers the addresses register gives it; `id` is what all three sources search by. */
export interface Address {
  /** Sixteen digits: identification of the addressable object. */
  readonly id: string;
  /** Sixteen digits: identification of the number designation. */
  readonly designationId: string;
  readonly street: string;
  readonly houseNumber: number;
  readonly postcode: string;
  readonly city: string;
}

/** How people name an address; several addressable objects may share one. */
export interface PostalAddress {
  readonly postcode: string;
  readonly houseNumber: number;
}

export interface Person {
  readonly bsn: string;
  readonly givenNames: string;
  readonly familyName: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly dateOfBirth: Day;
  /** Everyone with the same address forms one household. */
  readonly addressId: string;
  readonly residentSince: Day;
}

export interface Firm {
  /** Eight digits. */
  readonly kvkNumber: string;
  readonly name: string;
  readonly legalForm: 'sole-proprietorship' | 'partnership' | 'private-limited-company';
  readonly activity: Activity;
  readonly addressId: string;
  readonly registeredOn: Day;
}

export type Activity = 'catering' | 'retail' | 'car-repair' | 'storage' | 'hairdressing';

/** What a person is in a firm; `until` is absent while the role lasts. */
export interface FirmRole {
  readonly kvkNumber: string;
  readonly bsn: string;
  readonly role: 'owner' | 'director' | 'shareholder' | 'authorised-signatory';
  readonly since: Day;
  readonly until?: Day;
}

export interface Premises {
  readonly id: string;
  readonly addressId: string;
  readonly name: string;
  readonly use: Activity;
  readonly floorAreaM2: number;
  readonly operatorKvkNumber: string;
}

export interface Permit {
  readonly id: string;
  readonly premisesId: string;
  readonly kind: 'operating' | 'alcohol' | 'terrace' | 'environment';
  readonly status: 'granted' | 'withdrawn' | 'expired';
  readonly holderKvkNumber: string;
  readonly grantedOn: Day;
  readonly expiresOn: Day;
}

export interface Involvement {
  readonly bsn: string;
  readonly role: 'suspect' | 'victim' | 'third-party' | 'convicted';
}

export interface Incident {
  readonly id: string;
  readonly addressId: string;
  /** UTC, whole seconds: `YYYY-MM-DDThh:mm:ssZ`. */
  readonly occurredAt: string;
  readonly category: 'drugs' | 'money-laundering' | 'violence' | 'nuisance' | 'labour-exploitation';
  readonly status: 'open' | 'under-investigation' | 'closed';
  readonly involved: readonly Involvement[];
}

export interface Income {
  readonly bsn: string;
  readonly year: number;
  readonly kind: 'wages' | 'business-profit' | 'benefit' | 'pension';
  /** Whole euro cents; negative for a loss. */
  readonly amountCents: number;
}

/** Everything the three sources know, once; each source shows its own part of it. */
export interface Population {
  readonly addresses: readonly Address[];
  readonly persons: readonly Person[];
  readonly firms: readonly Firm[];
  readonly roles: readonly FirmRole[];
  readonly premises: readonly Premises[];
  readonly permits: readonly Permit[];
  readonly incidents: readonly Incident[];
  readonly incomes: readonly Income[];
}
