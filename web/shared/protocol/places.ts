// The question in how many places a sealed message is kept: 17 bytes up, six letters down, whatever the answer.
import { concat, number_bytes, type Bytes } from "./bytes.ts";
import type { Day } from "./days.ts";
import { sha256 } from "./hash.ts";
import { kIdBytes } from "./mailbox.ts";
import type { RelayClient } from "./relay_client.ts";

/** `stored`: in one so far; `single`: in one, and the server has no other to hand it to; `absent`: the desk has fetched it. */
export type Places = "copied" | "stored" | "single" | "absent";
const kPlaces: readonly string[] = ["copied", "stored", "single", "absent"] satisfies Places[];
const kPlacesAsk = 3;

/** Undefined if there was no answer that is one: servers of before do not know the question. */
export async function places_of(relay: RelayClient, day: Day, blob: Bytes): Promise<Places | undefined> {
  const id = sha256(number_bytes(day, 4), blob).subarray(0, kIdBytes);
  const answer = await relay.ask(`/v1/put/${day}`, concat(id, number_bytes(kPlacesAsk, 1)));
  const word = answer?.status === 200 ? new TextDecoder().decode(answer.bytes) : "";
  return kPlaces.includes(word) ? (word as Places) : undefined;
}
