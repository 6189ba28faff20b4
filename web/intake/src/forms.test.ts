// Whatever the page takes, the desk files; whatever the review shows is in the envelope; nothing else is. The other side of the
// same forms is held by the clerk's and the desk's tests, from tests/vectors/forms.json.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countries } from "../../../src/envelope/grammar.json";
import { numbers, random_form, type Form } from "./forms.ts";
import { asks_contact, details_of, encoded, odd_detail, said, sent_of, type Choices, type PagePack } from "./pack.ts";

const kToday = 20_779;
const kForms = 5_000;
const kVectors = 100;
const kFile = new URL("../../../tests/vectors/forms.json", import.meta.url);
const packs = ["military-refusal", "general-legal-aid"].map((name) => JSON.parse(readFileSync(new URL(`../../../packs/${name}/pack.json`, import.meta.url), "utf8")) as PagePack);
// The envelope's grammar, written down a second time on purpose: docs/spec/envelope.md "Fields".
const kAnswer = /^[a-z][a-z0-9_]{0,39}=[a-z][a-z0-9_]{0,39}(;[a-z][a-z0-9_]{0,39}=[A-Za-z0-9_.:+-]{1,60}){0,8}$/;
const kDate = /;date=(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d)?;precision=(day|hour|about)/;

interface Vector extends Form {
  pack: string;
  accepted: boolean;
  answers: string[];
  contact_sent: string;
}

function outcome(pack: PagePack, form: Form): Vector {
  const choices: Choices = new Map(Object.entries(form.choices));
  const accepted = said(pack, choices).every((question) => sent_of(question, choices).every((chosen) => odd_detail(question, chosen, kToday, countries) === undefined));
  return { pack: pack.id, ...form, accepted, answers: accepted ? encoded(pack, choices, kToday, countries) : [], contact_sent: accepted && asks_contact(pack, choices) ? form.contact_words : "" };
}

/** What the review has in its rows, as data: question, code and the details it writes out. */
function shown(pack: PagePack, form: Form): string[] {
  const choices: Choices = new Map(Object.entries(form.choices));
  return said(pack, choices).flatMap((question) =>
    sent_of(question, choices).map((chosen) => [`${question.id}=${chosen.code}`, ...details_of(question, chosen, kToday, countries).map((pair) => pair.join("="))].join(";")),
  );
}

test.each(packs)("$id: 5,000 random forms", (pack) => {
  const draw = numbers(7);
  let taken = 0;
  for (let i = 0; i < kForms; i += 1) {
    const form = random_form(draw, pack);
    const { accepted, answers } = outcome(pack, form);
    if (!accepted) continue;
    taken += 1;
    expect(shown(pack, form)).toEqual(answers);
    expect(answers.filter((answer) => !kAnswer.test(answer) || answer.length > 256)).toEqual([]);
    expect(answers.filter((answer) => answer.includes(";date=") && !kDate.test(answer))).toEqual([]);
    // Nothing that was typed for an answer that is sent got lost.
    for (const question of said(pack, new Map(Object.entries(form.choices))))
      for (const chosen of form.choices[question.id] ?? []) {
        const sent = answers.find((answer) => answer.split(";")[0] === `${question.id}=${chosen.code}`) ?? "";
        const rule = question.answers?.find((answer) => answer.code === chosen.code);
        if (rule?.country && (chosen.country ?? "").trim() !== "") expect(sent).toMatch(/;country=[A-Z]{2}/);
        if (rule?.date && chosen.when?.how === "date" && chosen.when.date !== "") expect(sent).toMatch(kDate);
        if (rule?.year !== undefined && chosen.state === "have" && chosen.year) expect(sent).toContain(`;${rule.year}=`);
      }
  }
  expect(taken).toBeGreaterThan(kForms / 20);
});

test("the forms that the clerk and the desk are tested with come out here as they are written down", () => {
  if (process.env["WAYMARK_MAKE_FORMS"] === "yes" || !existsSync(kFile)) {
    const draw = numbers(11);
    const made = packs.flatMap((pack) => Array.from({ length: kVectors }, () => outcome(pack, random_form(draw, pack))));
    writeFileSync(kFile, `[\n${made.map((vector) => JSON.stringify(vector)).join(",\n")}\n]\n`);
  }
  const vectors = JSON.parse(readFileSync(kFile, "utf8")) as Vector[];
  expect(vectors.length).toBeGreaterThan(kVectors);
  expect(vectors.filter((vector) => vector.accepted).length).toBeGreaterThan(kVectors / 5);
  for (const vector of vectors) {
    const pack = packs.find((candidate) => candidate.id === vector.pack);
    if (!pack) throw new Error("no such pack");
    expect(outcome(pack, vector)).toEqual(vector);
  }
});
