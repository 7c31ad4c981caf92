export { runAdapterProcess } from './adapter/adapter-process.ts';
export { createJsonLog } from './adapter/json-log.ts';
export { processVariables } from './adapter/process-settings.ts';
export { runAdapter, type AdapterOnLink, type RunAdapterOptions } from './adapter/run-adapter.ts';
export { inboxPrefix, linkName, type LinkAddress } from './address.ts';
export {
  clusterConfig,
  leafConfig,
  type ClusterMember,
  type LeafPlaces,
  type ServerPlaces,
  type ServerPorts,
} from './authority/cluster-config.ts';
export {
  createLinkAuthority,
  type GrantRequest,
  type LeafRequest,
  type LinkAuthority,
} from './authority/link-authority.ts';
export type { LinkGrant, LinkKind } from './authority/grant-register.ts';
export { pushAccounts } from './authority/push-accounts.ts';
export { writeServerFiles, type ServerSettings } from './authority/server-files.ts';
export type { ClientListener, FromClient } from './client-inlet.ts';
export {
  connectHubEdge,
  HubEdge,
  openMemoryHubEdge,
  type AdapterHealth,
  type HubEdgeOptions,
} from './hub-edge.ts';
export { askWithEvidence, type EvidenceOptions } from './evidence/asking-evidence.ts';
export { EvidenceFolder, readKeptEvidence } from './evidence/evidence-folder.ts';
export { readEvidenceSigner } from './evidence/evidence-key.ts';
export { heartbeat, linkLimits } from './limits.ts';
export {
  connectLinkClient,
  LinkClient,
  openMemoryLinkClient,
  type LinkClientOptions,
  type TraceContext,
} from './link-client.ts';
export type { Asked } from './message/question.ts';
export type { Offer, QuestionHandler } from './offer.ts';
export { clientPermissions, hubPermissions, type LinkPermissions } from './permissions.ts';
export type { NatsWireOptions } from './wire/connect-nats.ts';
export { MemoryBus } from './wire/memory-bus.ts';
export { openTracer } from './trace/open-tracer.ts';
export { durationBuckets } from './duration-buckets.ts';
export { collectorFields, TraceExport } from './trace/trace-export.schema.ts';
export { during, silentTracer, type Span, type Step, type Tracer } from './trace/tracer.ts';
export type { WireStatus } from './wire/wire.ts';
export type { WitnessAnswer, WitnessQuestion } from './message/witness.schema.ts';
export { WitnessFolder, type OfferedGap, type WitnessEvidence } from './witness/witness-folder.ts';
export type { StoredState } from './witness/witness-state.ts';
export { Witness, type WitnessOptions } from './witness/witness.ts';
