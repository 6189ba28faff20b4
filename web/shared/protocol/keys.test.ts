import { hkdfSync, pbkdf2Sync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ascii, concat, number_bytes } from "./bytes.ts";
import { hkdf } from "./hash.ts";
import { keys_of, kRounds, master_of, pbkdf2_in_slices } from "./keys.ts";
import { delete_token, kPolledIds, kReplyDays, kSlots, mailbox_id, newest_polled_week, places } from "./mailbox.ts";
import { day_text, parse_day, week_of } from "./days.ts";
import { canonical, phrase_of } from "./words.ts";
import { public_key_of } from "./xwing.ts";

const instance = new Uint8Array(32).fill(7);
const phrase = phrase_of("ru", new Uint8Array(10).fill(9));

describe("keys from words", () => {
  test("PBKDF2 in slices is the same as OpenSSL's, with progress", async () => {
    const heard: number[] = [];
    const ours = await pbkdf2_in_slices(ascii("password"), ascii("salt"), 3_000, (done) => heard.push(done));
    expect(Buffer.from(ours)).toEqual(pbkdf2Sync("password", "salt", 3_000, 64, "sha512"));
    expect(heard.at(-1)).toBe(1);
  });

  test("the master is 600,000 rounds over the canonical form", async () => {
    const expected = pbkdf2Sync(canonical(phrase), concat(ascii("waymark/v1/words"), instance), kRounds, 64, "sha512");
    expect(Buffer.from(await master_of(phrase, instance, { subtle: crypto.subtle }))).toEqual(expected);
    const keys = await keys_of(phrase, instance, { subtle: crypto.subtle });
    const seed = Buffer.from(hkdfSync("sha256", expected, "", "waymark/v1/reply identity", 32));
    expect(Buffer.from(keys.reply_seed)).toEqual(seed);
    expect(keys.reply_public_key).toEqual(public_key_of(seed));
    expect(Buffer.from(keys.mailbox_secret)).toEqual(Buffer.from(hkdfSync("sha256", expected, "", "waymark/v1/mailbox secret", 32)));
  });
});

describe("mailbox", () => {
  const secret = new Uint8Array(32).fill(3);

  test("ids follow from week and slot", () => {
    const info = Buffer.concat([Buffer.from("waymark/v1/mailbox id"), number_bytes(2_969, 4), Buffer.from([5])]);
    expect(Buffer.from(mailbox_id(secret, 2_969, 5))).toEqual(Buffer.from(hkdfSync("sha256", secret, "", info, 16)));
    expect(delete_token(secret, 2_969, 5).length).toBe(32);
    expect(hkdf(secret, 32, "waymark/v1/delete token", number_bytes(2_969, 4), Uint8Array.of(5))).toEqual(delete_token(secret, 2_969, 5));
  });

  test("48 different places are asked for, the newest week first", () => {
    const asked = places(secret, 20_779);
    expect(asked.length).toBe(kPolledIds);
    expect(new Set(asked.map((place) => place.id.join())).size).toBe(48);
    expect(asked[0]).toMatchObject({ week: week_of(20_779) + 1, slot: 0 });
    expect(asked[47]).toMatchObject({ week: week_of(20_779) - 4, slot: 7 });
  });

  test("a reply is asked for on thirty days after it came, whatever the weekday", () => {
    for (let day = 20_785; day < 20_792; day += 1) {
      const used = [week_of(day + 1), week_of(day)].filter((week) => week <= newest_polled_week(day));
      expect(used.length).toBeGreaterThan(0);
      for (const week of used) {
        for (let later = day; later <= day + kReplyDays; later += 1) {
          const asked = places(secret, later).filter((place) => place.week === week);
          expect(asked.length, `${day_text(day)}, ${later - day} days later`).toBe(kSlots);
        }
      }
    }
  });

  test("weeks begin on Monday", () => {
    const monday = parse_day("2026-11-23") ?? 0;
    expect(week_of(monday)).toBe(week_of(monday - 1) + 1);
    expect(week_of(monday)).toBe(week_of(monday + 6));
    expect(day_text(monday)).toBe("2026-11-23");
    expect(parse_day("2026-02-30")).toBeUndefined();
    expect(parse_day("2026-2-3")).toBeUndefined();
  });
});
