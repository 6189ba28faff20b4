// Elements without a framework. Text goes in as text: nothing here reads HTML.

type Attributes = Readonly<Record<string, string | boolean | undefined>>;
export type Child = Node | string;

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** One paragraph for each line. */
export function paragraphs(text: string, attributes: Attributes = {}): HTMLElement[] {
  return text.split("\n").map((line) => el("p", attributes, line));
}

export function button(label: string, kind: "main" | "plain" | "danger" | "word", action: () => void): HTMLButtonElement {
  const made = el("button", { type: "button", class: kind }, label);
  made.addEventListener("click", action);
  return made;
}

/** Fields that no browser should remember, check or translate. */
export const kForgetful: Attributes = { autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false", translate: "no" };

let last_id = 0;

/** A fresh id for label and description references. */
export function fresh_id(): string {
  last_id += 1;
  return `e${last_id}`;
}

/** A label above its field, with an optional hint below the label. */
export function labelled(label: string, field: HTMLElement, hint?: string): HTMLElement {
  field.id = fresh_id();
  const parts: Child[] = [el("label", { for: field.id }, label)];
  if (hint !== undefined) {
    const hint_id = fresh_id();
    parts.push(el("p", { class: "hint", id: hint_id }, hint));
    field.setAttribute("aria-describedby", hint_id);
  }
  return el("div", { class: "field" }, ...parts, field);
}

/** A radio button or a box to tick, with its label, as one target. */
export function choice(type: "radio" | "checkbox", name: string, label: string, checked: boolean, on_change: (on: boolean) => void): HTMLLabelElement {
  const input = el("input", { type, name, autocomplete: "off" });
  input.checked = checked;
  input.addEventListener("change", () => on_change(input.checked));
  return el("label", { class: "choice" }, input, el("span", {}, label));
}

/** A place where screen readers hear what changes. */
export function live(kind: "status" | "alert", ...children: Child[]): HTMLElement {
  return el("div", { role: kind, class: kind }, ...children);
}

/** Says at the field what is wrong with it, marks it for screen readers, and puts the cursor there. @param name data-name of the field */
export function mark_wrong(within: HTMLElement, name: string, sentence: string): void {
  clear_wrong(within);
  const field = within.querySelector<HTMLElement>(`[data-name="${name}"]`) ?? within.querySelector<HTMLElement>("input, textarea, select");
  if (!field) return;
  const said = el("p", { class: "alert at_field", id: fresh_id() }, sentence);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" "));
  (field.closest(".choice") ?? field).before(said);
  field.focus();
}

export function clear_wrong(within: HTMLElement): void {
  for (const said of within.querySelectorAll(".at_field")) said.remove();
  for (const field of within.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
    if (rest.length > 0) field.setAttribute("aria-describedby", rest.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}
