export { askWithEvidence, EvidenceFolder, readEvidenceSigner, readKeptEvidence } from '@koppel/link';
