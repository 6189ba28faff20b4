// Which version of the case somebody saw who fills in a form: the one that stood there when it was opened, not the one
// that the pulse has brought behind it meanwhile. Otherwise what came while they typed would be overwritten untold.
import type { Case } from "../../api/types.ts";

interface Seen {
  readonly caseId: string;
  readonly version: number;
  readonly newest: string | undefined;
}

function seenOf(file: Case): Seen {
  return { caseId: file.case_id, version: file.version, newest: file.messages.findLast((message) => message.kind === "message")?.id };
}

export class FormVersions {
  private open: { seen: Seen }[] = [];

  /// @return ends it; a form that is opened over another counts alone until then
  begin(file: Case | null): () => void {
    if (file === null) return () => undefined;
    const form = { seen: seenOf(file) };
    this.open.push(form);
    return () => {
      this.open = this.open.filter((one) => one !== form);
    };
  }

  /// What an act says that was seen; nothing where there is no case.
  version(file: Case | null): { seen?: number } {
    const seen = this.of(file);
    return seen === null ? {} : { seen: seen.version };
  }

  newest(file: Case | null): { newest?: string } {
    const newest = this.of(file)?.newest;
    return newest === undefined ? {} : { newest };
  }

  /// What the form on top was opened over; without one, what is on the screen now.
  private of(file: Case | null): Seen | null {
    if (file === null) return null;
    const form = this.open.at(-1)?.seen;
    return form?.caseId === file.case_id ? form : seenOf(file);
  }

  /// Whoever fills in the form on top was told what has changed: the next try is made on what is so now.
  told(file: Case | null): void {
    const form = this.open.at(-1);
    if (form !== undefined && file !== null) form.seen = seenOf(file);
  }
}
