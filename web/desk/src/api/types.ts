// Names for the shapes of openapi.json; schema.ts is generated from it (npm run types:desk) and compared by a test.
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type Language = Schemas["Language"];
export type Role = Schemas["Role"];
export type SignInAnswer = Schemas["SignInAnswer"];
export type SignInRequest = Schemas["SignInRequest"];
export type AcceptInvitationRequest = Schemas["AcceptInvitationRequest"];
export type AcceptInvitationAnswer = Schemas["AcceptInvitationAnswer"];
export type Me = Schemas["Me"];
export type Meta = Schemas["Meta"];
export type Pulse = Schemas["Pulse"];
export type Clock = Schemas["Clock"];
export type Section = Schemas["Section"];
export type QueueRow = Schemas["QueueRow"];
export type QueueCounts = Schemas["QueueCounts"];
export type Queue = Schemas["Queue"];
export type SafeContact = Schemas["SafeContact"];
export type Message = Schemas["Message"];
export type Fact = Schemas["Fact"];
export type FactRequest = Schemas["FactRequest"];
export type LogLine = Schemas["LogLine"];
export type May = Schemas["May"];
export type Case = Schemas["Case"];
export type Pack = Schemas["Pack"];
export type Log = Schemas["Log"];
export type Health = Schemas["Health"];
export type HealthState = Schemas["HealthState"];
export type Staff = Schemas["Staff"];
export type StaffMember = Schemas["StaffMember"];
export type InviteRequest = Schemas["InviteRequest"];
export type RemoveRequest = Schemas["RemoveRequest"];
export type RemoveAnswer = Schemas["RemoveAnswer"];
export type DoorCodeAnswer = Schemas["DoorCodeAnswer"];
export type NewPassphrase = Schemas["NewPassphrase"];
export type InviteAnswer = Schemas["InviteAnswer"];
export type Standing = Schemas["Standing"];
export type LostCase = Schemas["LostCase"];
export type Draft = Schemas["Draft"];
export type DraftKind = Schemas["DraftKind"];
export type FactCheckRequest = Schemas["FactCheckRequest"];
export type ReplyAnswer = Schemas["ReplyAnswer"];
export type NoteAnswer = Schemas["NoteAnswer"];
export type Library = Schemas["Library"];
export type LibraryKind = Schemas["LibraryKind"];
export type LibraryRow = Schemas["LibraryRow"];
export type LibraryItem = Schemas["LibraryItem"];
export type LibraryStep = Schemas["LibraryStepRequest"]["step"];
export type LibraryFinding = Schemas["LibraryFinding"];
export type ToldCase = Schemas["ToldCase"];
export type Correction = Schemas["Correction"];
export type ReadyWait = Schemas["ReadyWait"];
export type LibraryCard = Schemas["LibraryCard"];
export type Docket = Schemas["Docket"];
export type DocketEntry = Schemas["DocketEntry"];
export type AlikeAnswer = Schemas["AlikeAnswer"];
export type SearchAnswer = Schemas["SearchAnswer"];
export type PasteAnswer = Schemas["PasteAnswer"];
export type Done = Schemas["Done"];
export type ErrorCode = Schemas["ErrorCode"];
export type Facets = Schemas["Facets"];
export type Present = Pulse["present"][number];
/// What of a view is shown; each as the desk's call takes it.
export interface QueueFilter {
  readonly writes?: Language;
  readonly who?: "self" | "other";
  readonly turn?: "us" | "them";
  readonly clock?: string;
  readonly yesterday?: "yes";
  readonly late?: "lead" | "coordinator" | "broken";
}
export type Item = Schemas["Item"];
export type Relation = Schemas["Relation"];
export type ItemKind = Schemas["ItemKind"];
export type ItemRequest = Schemas["ItemRequest"];
export type Moment = Schemas["Moment"];
export type FactGroup = Schemas["FactGroup"];
export type Outcome = Schemas["Outcome"];
export type Evidence = Schemas["Evidence"];
export type Junk = Schemas["Junk"];
export type CloseRequest = Schemas["CloseRequest"];
export type CloseAnswer = Schemas["CloseAnswer"];
export type WaitRequest = Schemas["WaitRequest"];
export type QueueView = "mine" | "unowned" | "waiting" | "all" | "closed";

/// `unreachable`: the desk did not answer; `unexpected`: it answered something that is not in the contract.
export type FailureCode = ErrorCode | "unreachable" | "unexpected";
