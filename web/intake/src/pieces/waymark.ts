// What the loader, the pieces and the code in them share: the only name that this page adds to the browser's own on purpose.
import type { Turns } from "../../../shared/protocol/turns.ts";
import type { Language } from "../../../shared/protocol/envelope.ts";
import type { WrittenFloor } from "../../../shared/protocol/floor.ts";
import type { Countries } from "../../../shared/protocol/grammar.ts";
import type { AsideModule } from "../aside/main.ts";
import type { PortableFile } from "../aside/content.ts";
import type { BackModule } from "../back.ts";
import type { WorkModule } from "../work.ts";
import type { PagePack } from "../pack.ts";
import type { Piece, Progress, Trouble } from "./load.ts";

/** Pieces that come later, by what they are for. */
export type Group = "back" | "aside" | "work" | "countries" | `${"back" | "aside" | "words" | "content"}_${Language}`;

/** What organisation and build have put in, the same in every language. */
export interface Common {
  /** Of the texts of the first visit, see bare_texts.ts. */
  text_keys: string;
  pack: PagePack;
  pins?: WrittenFloor;
  leave: Readonly<Record<Language, string>>;
  order: readonly Language[];
  mirrors: readonly string[];
  portable: PortableFile | null;
  /** The piece that brings `groups`. */
  later: readonly Piece[];
  groups: Readonly<Record<Group, readonly Piece[]>>;
}

type Texts = Readonly<Record<string, string>>;
type OfLanguage = { [K in `${"page_texts" | "back_texts" | "aside_texts"}_${Language}`]?: Texts } & { [K in `${"words" | "about" | "texts" | "pack_texts"}_${Language}`]?: string };
export type Data = Partial<Common> & OfLanguage & { countries?: Countries; work_texts?: Readonly<Record<Language, Texts>> };

export interface Waymark {
  data: Data;
  back?: BackModule;
  aside?: AsideModule;
  work?: WorkModule;
  turns: Turns;
  /** What the loader says, without `load.` before the keys. */
  texts: Texts;
  /** Undefined when all are here. */
  load: (pieces: readonly Piece[], tell: (progress: Progress) => void) => Promise<Trouble | undefined>;
  /** Set by the last piece of the first visit. */
  start?: (language: Language) => void;
}

declare global {
  var waymark: Waymark | undefined;
}
