import type { AgreementDraft } from './agreement.ts';

/** An agreement that a theme proposes between two kinds of organisation; who they are, and from when, others fill in. */
export interface AgreementTemplate
  extends Omit<AgreementDraft, 'collaboration' | 'requester' | 'requesterClients' | 'provider' | 'validity'> {
  /** A name of its own within the theme. */
  readonly id: string;
  /** Organisation types of the theme's model. */
  readonly requesterType: string;
  readonly providerType: string;
}

/** What a theme package brings to a collaboration: values only, nothing that runs in the hub. */
export interface Theme {
  readonly name: string;
  /** The reference model, one YAML document; its indicators and goals come with it. */
  readonly modelFile: URL;
  readonly agreementTemplates: readonly AgreementTemplate[];
  /** Node-RED flows, one JSON file each. */
  readonly flows: readonly URL[];
}

export function defineTheme(theme: Theme): Theme {
  return theme;
}

type Parties = Pick<AgreementDraft, 'collaboration' | 'requester' | 'provider' | 'validity'>;

/** The draft that a template becomes between two organisations; any system of the requester may use it. */
export function draftOfTemplate(template: AgreementTemplate, parties: Parties): AgreementDraft {
  const { id: _id, requesterType: _requesterType, providerType: _providerType, ...terms } = template;
  return { ...terms, ...parties, requesterClients: [] };
}
