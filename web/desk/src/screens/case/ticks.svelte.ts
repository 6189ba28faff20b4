// What somebody has ticked before a text goes to the person. Each tick is for one text.
import type { WaitRequest } from "../../api/types.ts";

export class Ticks {
  /// The person has said when it is not safe to write, and this text keeps to it.
  safeContact = $state(false);
  /// Titles of the overdue guides in the text of which a lawyer has said that they are right today.
  vouched = $state("");

  get forDesk(): Required<Pick<WaitRequest, "confirm_safe_contact" | "confirm_due_cards">> {
    return { confirm_safe_contact: this.safeContact, confirm_due_cards: this.vouched !== "" };
  }

  forget(): void {
    this.safeContact = false;
    this.vouched = "";
  }
}
