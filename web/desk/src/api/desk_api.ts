// Every call that the application makes, and nothing else makes one. The token lives in this object's private field
// and nowhere else: no cookie (the untrusted relay on the same host would see it), no storage. What a browser keeps is its
// device secret alone, see device.ts.
// @source web/desk/openapi.json
import { kNoDevice, type DeviceMemory } from "./device.ts";
import { Failure } from "./failure.ts";
import type {
  AcceptInvitationAnswer, AcceptInvitationRequest, AlikeAnswer, AsideRequest, Case, CloseAnswer, CloseRequest, CourtRequest, DoorCodeAnswer, Docket, Done, Draft, DraftKind, ErrorCode, FactCheckRequest, FactRequest, Health, InviteAnswer,
  Correction, InviteRequest, ItemRequest, Language, Library, LibraryItem, LibraryKind, LibraryRow, LibraryStep, Log, LostCase, Me, MergeRequest, Message, Meta, NewPassphrase, NoteAnswer, Pack, PasteAnswer, Pulse, Queue, QueueFilter, QueueView, RaiseRequest, ReasonRequest, Relation, RemoveAnswer,
  RemoveRequest, ReplyAnswer, SearchAnswer, SignInAnswer, SignInRequest, Staff, ToldCase, WaitRequest,
} from "./types.ts";

/// A call that takes longer counts as lost.
const kCallTimeoutMs = 20_000;
/// Sign-in and joining derive a key with Argon2id, one person at a time: at the start of a shift there is a line.
const kKeyCallTimeoutMs = 60_000;
const kKeyCalls: ReadonlySet<string> = new Set([
  "/sign-in", "/accept-invitation", "/confirm-invitation", "/account/passphrase", "/account/second-factor", "/staff/remove",
]);

/// Where this browser's clock stands: hours are told in it beside the subject's.
const kZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

type Query = Readonly<Record<string, string | number | undefined>>;

export class DeskApi {
  private token: string | null = null;
  private language: Language;
  private readonly fetch: typeof fetch;
  private readonly device: DeviceMemory;
  /// Told after every answer or silence, so that one place decides whether the desk is reachable.
  onReach: (reachable: boolean) => void = () => undefined;

  constructor(language: Language, fetchFunction: typeof fetch, device: DeviceMemory = kNoDevice) {
    this.language = language;
    this.fetch = fetchFunction;
    this.device = device;
  }

  setLanguage(language: Language): void {
    this.language = language;
  }

  /// Keeps the token for the calls that follow; the answer is handed out without it.
  async signIn(request: SignInRequest): Promise<Omit<SignInAnswer, "token" | "device">> {
    const known = request.device ?? this.device.read();
    const { token, device, ...rest } = await this.post<SignInAnswer>("/sign-in", known === null ? request : { ...request, device: known });
    this.token = token;
    if (device !== null) this.device.keep(device);
    return rest;
  }

  forgetToken(): void {
    this.token = null;
  }

  acceptInvitation(request: AcceptInvitationRequest): Promise<AcceptInvitationAnswer> {
    return this.post("/accept-invitation", request);
  }

  async confirmInvitation(invitation: string, code: string): Promise<void> {
    await this.post<object>("/confirm-invitation", { invitation, code });
  }

  /// Five random words, in the language of the page.
  async newPassphrase(): Promise<string> {
    return (await this.get<NewPassphrase>("/new-passphrase", { lang: this.language })).passphrase;
  }

  makeDoorCode(alias: string): Promise<DoorCodeAnswer> {
    return this.post("/staff/door-code", { alias });
  }

  signOut(): Promise<Done> {
    return this.postAndForget("/sign-out");
  }

  lock(): Promise<Done> {
    return this.postAndForget("/lock");
  }

  meta(): Promise<Meta> {
    return this.get("/meta");
  }

  me(): Promise<Me> {
    return this.get("/me");
  }

  /// @param caseId  the case on the screen: the answer says what it is to this person now
  /// @param doing  what others may see of it; null while nobody looks at this page
  pulse(caseId: string | null = null, doing: "reading" | "writing" | null = null): Promise<Pulse> {
    return this.get("/pulse", { case: caseId ?? undefined, doing: doing ?? undefined });
  }

  /// My cases that somebody else took over or gave away.
  async lost(): Promise<readonly LostCase[]> {
    return (await this.get<{ lost: readonly LostCase[] }>("/lost", { lang: this.language })).lost;
  }

  async drafts(): Promise<readonly Draft[]> {
    return (await this.get<{ drafts: readonly Draft[] }>("/drafts")).drafts;
  }

  /// @return the version that lies at the desk now
  async putDraft(caseId: string, kind: DraftKind, text: string, version: number): Promise<number> {
    return (await this.post<{ version: number }>(`/case/${caseId}/draft`, { kind, text, version })).version;
  }

  dropDraft(caseId: string, kind: DraftKind): Promise<Done> {
    return this.post(`/case/${caseId}/draft/drop`, { kind });
  }

  queue(view: QueueView, limit: number, offset: number, filter: QueueFilter = {}): Promise<Queue> {
    return this.get("/queue", { view, limit, offset, lang: this.language, ...filter, waves: filter.wave === undefined ? "folded" : "open" });
  }

  openCase(caseId: string): Promise<Case> {
    return this.get(`/case/${caseId}`, { lang: this.language });
  }

  take(caseId: string): Promise<Done> {
    return this.post(`/case/${caseId}/take`);
  }

  // ---- tasks, dates and records ----------------------------------------------------------------------------------

  putItem(caseId: string, request: ItemRequest): Promise<NoteAnswer> {
    return this.post(`/case/${caseId}/item`, request);
  }

  endItem(caseId: string, itemId: string, dropped: boolean): Promise<Done> {
    return this.post(`/case/${caseId}/item/${itemId}/end`, { dropped });
  }

  link(caseId: string, other: string, here: Relation, there: Relation, operationId: string): Promise<Done> {
    return this.post(`/case/${caseId}/link`, { other, here, there, operation_id: operationId });
  }

  openItem(caseId: string, itemId: string): Promise<Done> {
    return this.post(`/case/${caseId}/item/${itemId}/open`);
  }

  seeCourt(caseId: string, request: CourtRequest): Promise<Done> {
    return this.post(`/case/${caseId}/court`, request);
  }

  // ---- the end of a case -----------------------------------------------------------------------------------------

  closeCase(caseId: string, request: CloseRequest): Promise<CloseAnswer> {
    return this.post(`/case/${caseId}/close`, request);
  }

  waitFor(caseId: string, request: WaitRequest): Promise<CloseAnswer> {
    return this.post(`/case/${caseId}/wait`, request);
  }

  setAside(caseId: string, request: AsideRequest): Promise<Done> {
    return this.post(`/case/${caseId}/aside`, request);
  }

  reopen(caseId: string): Promise<Done> {
    return this.post(`/case/${caseId}/reopen`, {});
  }

  undoEnd(caseId: string, operationId: string): Promise<Done> {
    return this.post(`/case/${caseId}/end/undo`, { operation_id: operationId });
  }

  dropOutcome(caseId: string, outcomeId: string): Promise<Done> {
    return this.post(`/case/${caseId}/outcome/${outcomeId}/drop`, {});
  }

  merge(caseId: string, request: MergeRequest): Promise<Done> {
    return this.post(`/case/${caseId}/merge`, request);
  }

  unmerge(caseId: string): Promise<Done> {
    return this.post(`/case/${caseId}/unmerge`, {});
  }

  giveBack(caseId: string, reason: string): Promise<Done> {
    return this.post(`/case/${caseId}/give-back`, reason === "" ? {} : { reason });
  }

  undoGiveBack(caseId: string): Promise<Done> {
    return this.post(`/case/${caseId}/give-back/undo`);
  }

  /// @param newest  the last message that was seen
  markRead(caseId: string, newest: string): Promise<Done> {
    return this.post(`/case/${caseId}/read`, { newest });
  }

  addNote(caseId: string, text: string, operationId: string): Promise<NoteAnswer> {
    return this.post(`/case/${caseId}/note`, { text, operation_id: operationId });
  }

  /// For whoever leads the case now, from somebody who cannot open it any more.
  leaveNote(caseId: string, text: string, operationId: string): Promise<Done> {
    return this.post(`/case/${caseId}/leave-note`, { text, operation_id: operationId });
  }

  reply(caseId: string, text: string, ticks: Pick<WaitRequest, "confirm_safe_contact" | "confirm_due_cards">, operationId: string): Promise<ReplyAnswer> {
    return this.post(`/case/${caseId}/reply`, { text, ...ticks, operation_id: operationId });
  }

  undoReply(caseId: string, messageId: string): Promise<Done> {
    return this.post(`/case/${caseId}/reply/${messageId}/undo`);
  }

  raise(caseId: string, request: RaiseRequest): Promise<Done> {
    return this.post(`/case/${caseId}/raise`, request);
  }

  lower(caseId: string, request: ReasonRequest): Promise<Done> {
    return this.post(`/case/${caseId}/lower`, request);
  }

  setFact(caseId: string, fact: FactRequest): Promise<Done> {
    return this.post(`/case/${caseId}/fact`, fact);
  }

  checkFact(caseId: string, factId: string, check: FactCheckRequest): Promise<Done> {
    return this.post(`/case/${caseId}/fact/${factId}/check`, check);
  }

  /// A sealed text that came by a messenger.
  search(text: string): Promise<SearchAnswer> {
    return this.post(`/search?lang=${this.language}`, { text });
  }

  docket(asked: { from: string; days: number; by: "begin" | "date"; mine?: "yes"; kind?: string }): Promise<Docket> {
    return this.get("/docket", { ...asked, lang: this.language });
  }

  takeCalendar(): Promise<Done> {
    return this.post("/docket/calendar");
  }

  printCase(caseId: string): Promise<Done> {
    return this.post(`/case/${caseId}/print`);
  }

  alike(caseId: string): Promise<AlikeAnswer> {
    return this.get(`/case/${caseId}/alike`, { lang: this.language });
  }

  setApart(caseId: string, other: string): Promise<Done> {
    return this.post(`/case/${caseId}/apart`, { other });
  }

  paste(text: string): Promise<PasteAnswer> {
    return this.post("/paste", { text });
  }

  /// The language in which the reader is spoken to.
  get spoken(): Language {
    return this.language;
  }

  /// @param person  the language of whoever is answered
  library(person: Language): Promise<Library> {
    return this.get("/library", { lang: this.language, to: person });
  }

  // ---- the library as it is worked on -----------------------------------------------------------------------------

  libraryItems(): Promise<{ readonly items: readonly LibraryRow[]; readonly held: boolean }> {
    return this.get("/library/items", { lang: this.language });
  }

  libraryItem(kind: LibraryKind, id: string): Promise<LibraryItem> {
    return this.get(`/library/item/${kind}/${id}`, { lang: this.language });
  }

  /// @return the edition that lies at the desk now
  async saveLibraryItem(kind: LibraryKind, id: string, content: string, edition: number): Promise<number> {
    return (await this.post<{ edition: number }>(`/library/item/${kind}/${id}/save`, { content, edition })).edition;
  }

  async stepLibraryItem(kind: LibraryKind, id: string, step: LibraryStep, edition: number, reason: string): Promise<number> {
    return (await this.post<{ edition: number }>(`/library/item/${kind}/${id}/step`, { step, edition, ...(reason === "" ? {} : { reason }) })).edition;
  }

  publishCards(): Promise<unknown> {
    return this.post("/library/publish");
  }

  libraryTold(cardId: string): Promise<{ readonly cases: readonly ToldCase[] }> {
    return this.get(`/library/told/${cardId}`, { lang: this.language });
  }

  correctTold(cardId: string, caseId: string): Promise<Correction> {
    return this.post(`/library/told/${cardId}/case/${caseId}`);
  }

  pack(): Promise<Pack> {
    return this.get("/pack", { lang: this.language });
  }

  log(before: number | null): Promise<Log> {
    return this.get("/log", { before: before ?? undefined, lang: this.language });
  }

  health(): Promise<Health> {
    return this.get("/health");
  }

  staff(): Promise<Staff> {
    return this.get("/staff");
  }

  invite(request: InviteRequest): Promise<InviteAnswer> {
    return this.post("/staff/invite", request);
  }

  removePerson(request: RemoveRequest): Promise<RemoveAnswer> {
    return this.post("/staff/remove", request);
  }

  async changePassphrase(current: string, next: string): Promise<void> {
    await this.post<Done>("/account/passphrase", { current, next });
  }

  beginSecondFactor(passphrase: string): Promise<AcceptInvitationAnswer> {
    return this.post("/account/second-factor", { passphrase });
  }

  async confirmSecondFactor(code: string): Promise<void> {
    await this.post<Done>("/account/second-factor/confirm", { code });
  }

  async signOutEverywhere(): Promise<void> {
    await this.post<Done>("/account/sign-out-everywhere");
  }

  /// Drops the token before the desk answers: even if it never does, this page can no longer speak for the person.
  private postAndForget(path: string): Promise<Done> {
    const answer = this.post<Done>(path);
    this.token = null;
    return answer;
  }

  /// For screens that have calls of their own: those load with the screen, and not with the first page.
  get<T>(path: string, query: Query = {}): Promise<T> {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
    const text = params.toString();
    return this.call<T>("GET", text === "" ? path : `${path}?${text}`, undefined);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>("POST", path, JSON.stringify(body));
  }

  private async call<T>(method: "GET" | "POST", path: string, body: string | undefined): Promise<T> {
    const response = await this.send(method, path, body);
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw failureOf(response.status, answer);
    if (answer === null) throw new Failure("unexpected", response.status);
    return answer as T;
  }

  private async send(method: "GET" | "POST", path: string, body: string | undefined): Promise<Response> {
    const headers: Record<string, string> = { "Accept-Language": this.language, "Waymark-Zone": kZone };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.token !== null) headers["Waymark-Session"] = this.token;
    try {
      const response = await this.fetch(`/api${path}`, {
        method, headers, body: body ?? null, cache: "no-store", credentials: "omit", redirect: "error",
        referrerPolicy: "no-referrer", signal: AbortSignal.timeout(kKeyCalls.has(path) ? kKeyCallTimeoutMs : kCallTimeoutMs),
      });
      this.onReach(true);
      return response;
    } catch {
      this.onReach(false);
      throw new Failure("unreachable", 0);
    }
  }
}

function failureOf(status: number, answer: unknown): Failure {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return new Failure("unexpected", status);
  const retry = "retry_after_s" in answer && typeof answer.retry_after_s === "number" ? answer.retry_after_s : null;
  const changed = "changed" in answer && Array.isArray(answer.changed) ? (answer.changed as Message[]) : [];
  const due = "due" in answer && Array.isArray(answer.due) ? (answer.due as string[]) : [];
  return new Failure(answer.error as ErrorCode, status, retry, changed, due);
}

