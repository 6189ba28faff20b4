// Why something was done, as the log has it. Whom somebody invited stands there with the codes of the roles: an alias,
// then the roles. Anything else is somebody's own words and stays as it is.
import type { LogLine, Role } from "../../api/types.ts";

const kInvited = "staff.invite";
// @source web/desk/openapi.json: Role
const kRoles: readonly string[] = ["first_line", "lead", "lawyer", "psychologist", "card_editor", "analyst", "coordinator", "security"] satisfies readonly Role[];

export function reasonOf({ what, reason }: LogLine, say: (role: Role) => string): string | null {
  if (reason === null || what !== kInvited) return reason;
  const [alias = "", ...roles] = reason.split(" ");
  if (roles.length === 0 || !roles.every((role) => kRoles.includes(role))) return reason;
  return `${alias} (${roles.map((role) => say(role as Role)).join(", ")})`;
}
