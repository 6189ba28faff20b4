#include "envelope/message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "envelope/message_layout.h"
#include "envelope/test_message.h"

namespace waymark::envelope {
namespace {

using testing::secret_text;
using testing::some_message;

struct Field {
  std::uint8_t id;
  std::string bytes;
};

/// A plaintext with these fields, unchecked, as a hostile writer would make it.
Bytes plaintext_with(const std::vector<Field>& fields, std::uint16_t count, Kind kind = Kind::kMessage) {
  ByteWriter writer{kPlaintextBytes};
  writer.u8(2).u8(static_cast<std::uint8_t>(kind)).u8(1).u8(1).pad_to(kFieldCountOffset).u16(count);
  for (const Field& field : fields)
    writer.u8(field.id).u16(static_cast<std::uint16_t>(field.bytes.size())).put(field.bytes);
  writer.pad_to(kPlaintextBytes);
  return writer.finish();
}
Bytes plaintext_with(const std::vector<Field>& fields) {
  return plaintext_with(fields, static_cast<std::uint16_t>(fields.size()));
}

/// `count` answers to one question, as the writer joins them.
std::string lines_of_answers(std::size_t count) {
  std::string lines = "a=b";
  for (std::size_t i = 1; i < count; ++i) lines += "\n=b";
  return lines;
}

void expect_refused(const Bytes& plaintext, Code code, std::string_view what) {
  const auto message = parse_message(plaintext);
  ASSERT_FALSE(message.has_value()) << what;
  EXPECT_EQ(message.error().code, code) << what;
}

TEST(MessagePlaintext, BoundariesAreAccepted) {
  EXPECT_TRUE(parse_message(plaintext_with({})).has_value());
  EXPECT_TRUE(parse_message(plaintext_with({{1, ""}, {2, "a@0"}, {4, ""}})).has_value());
  EXPECT_TRUE(parse_message(plaintext_with({}, 0, Kind::kErase)).has_value());
  EXPECT_EQ(parse_message(plaintext_with({{3, lines_of_answers(kAnswersMax)}}))->answers.size(), kAnswersMax);
  const std::string nul("a\0b", 3);
  EXPECT_EQ(text_of(parse_message(plaintext_with({{1, nul}}))->text->view()), nul);
  EXPECT_EQ(text_of(parse_message(plaintext_with({{1, "a\r\nb\rc\n\r\n"}}))->text->view()), "a\nb\nc\n\n");
  EXPECT_EQ(parse_message(plaintext_with({{1, std::string(kTextBytesMax, 'a')}}))->text->size(), kTextBytesMax);
}

TEST(MessagePlaintext, EveryDigitStandsInAVersion) {
  EXPECT_EQ(parse_message(plaintext_with({{2, "a@1234567890"}}))->pack, std::nullopt);
  EXPECT_EQ(parse_message(plaintext_with({{2, "a@90"}}))->pack->version, 90U);
  EXPECT_EQ(parse_message(plaintext_with({{2, "a@999999"}}))->pack->version, 999'999U);
  EXPECT_EQ(parse_message(plaintext_with({{2, "z0-9@567834"}}))->pack->id, "z0-9");
}

TEST(MessagePlaintext, HeadIsRefused) {
  Bytes plaintext = plaintext_with({});
  EXPECT_EQ(parse_message(ByteView{plaintext}.first(kPlaintextBytes - 1)).error().code, Code::kWrongSize);
  EXPECT_EQ(parse_message({}).error().code, Code::kWrongSize);
  const auto with = [&](std::size_t offset, std::uint8_t value) {
    Bytes changed = plaintext;
    changed[offset] = value;
    return changed;
  };
  for (const std::uint8_t version : std::initializer_list<std::uint8_t>{0, 1, 3, 255})
    expect_refused(with(0, version), Code::kUnsupported, "version");
  for (const std::uint8_t kind : std::initializer_list<std::uint8_t>{0, 3, 0x81})
    expect_refused(with(1, kind), Code::kUnsupported, "kind");
  for (const std::uint8_t assurance : std::initializer_list<std::uint8_t>{0, 5, 255})
    expect_refused(with(2, assurance), Code::kMalformed, "assurance");
  for (const std::uint8_t language : std::initializer_list<std::uint8_t>{0, 4, 255})
    expect_refused(with(3, language), Code::kMalformed, "language");
}

/// It is filed without what is odd, and says what that was.
void expect_marked(const Bytes& plaintext, const std::vector<std::string_view>& odd, std::string_view what) {
  const auto message = parse_message(plaintext);
  ASSERT_TRUE(message.has_value()) << what;
  EXPECT_TRUE(std::ranges::equal(message->odd, odd)) << what << ": " << (message->odd.empty() ? "" : message->odd[0]);
}

TEST(MessagePlaintext, BytesThatAreNoFieldAreMarked) {
  const auto with = [](std::size_t offset) {
    Bytes changed = plaintext_with({{1, "words"}});
    changed[offset] = 1;
    return changed;
  };
  for (std::size_t i = kFieldsOffset + 8; i < kPlaintextBytes; i += 7) expect_marked(with(i), {kOddRest}, "padding");
  expect_marked(with(kPlaintextBytes - 1), {kOddRest}, "last byte of the padding");
  EXPECT_EQ(text_of(parse_message(with(kPlaintextBytes - 1))->text->view()), "words");
}

TEST(MessagePlaintext, AWordIsNotThrownAwayForADate) {
  // What a page let through in November: a year typed with two digits, and one that no desk can place.
  for (const std::string_view date : {"0026-11-25", "2262-11-25", "2026-02-30", "tomorrow"}) {
    const std::string answer = "what_next=leave_ends;date=" + std::string{date} + ";precision=day";
    const Bytes plaintext =
        plaintext_with({{1, "please hurry"}, {2, "military-refusal@1"}, {3, "status=mobilised\n" + answer}});
    expect_marked(plaintext, {"what_next"}, date);
    const auto message = parse_message(plaintext);
    EXPECT_EQ(text_of(message->text->view()), "please hurry");
    ASSERT_EQ(message->answers.size(), 2U);
    EXPECT_EQ(write_answer(message->answers[1]), "what_next=leave_ends") << "the answer stays, its date is unknown";
    EXPECT_EQ(message->answers[1].precision(), Precision::kUnknown);
  }
}

TEST(MessagePlaintext, OddFieldsAreLeftOutAndNamed) {
  const auto marked = [](const std::vector<Field>& fields, std::string_view odd, std::string_view what) {
    expect_marked(plaintext_with(fields), {odd}, what);
  };
  marked({{0, ""}}, kOddRest, "id 0");
  marked({{5, ""}}, kOddRest, "id 5");
  marked({{0xff, ""}}, kOddRest, "id 255");
  marked({{1, "a"}, {1, "b"}}, kOddText, "text twice");
  marked({{2, "a@1"}, {2, "a@1"}}, kOddPack, "pack twice");
  marked({{4, "a"}, {4, "b"}}, kOddContact, "contact twice");
  marked({{2, "a@1"}, {1, "a"}}, kOddRest, "order");
  marked({{3, "a=b"}, {2, "a@1"}}, kOddRest, "order");
  marked({{3, lines_of_answers(kAnswersMax + 1)}}, "a", "65 answers");
  marked({{3, "a=b"}, {3, "a=b"}}, kOddAnswer, "answers twice");
  marked({{3, ""}}, kOddAnswer, "no answer");
  marked({{3, "=b"}}, kOddAnswer, "to the question of no line before");
  marked({{3, "a=b\n"}}, kOddAnswer, "a line end too much");
  marked({{3, "a=b\n=C"}}, kOddAnswer, "a code that is none, to the same question");
  marked({{3, "a"}}, kOddAnswer, "answer");
  marked({{3, "a=" + std::string(300, 'b')}}, kOddAnswer, "long code");
  marked({{3, "a=b;c=" + std::string(300, 'b')}}, "a", "long value");
  for (const std::string_view pack : {"", "@1", "a@", "a", "A@1", "a@1234567", "a@-1", "a b@1", "a@1@2", "a@1\n"})
    marked({{2, std::string{pack}}}, kOddPack, pack);
  marked({{2, std::string(41, 'a') + "@1"}}, kOddPack, "long pack id");
}

TEST(MessagePlaintext, BrokenTextsAreMendedAndMarked) {
  const auto text = [](std::string bytes) {
    const Bytes plaintext = plaintext_with({{1, std::move(bytes)}});
    expect_marked(plaintext, {kOddText}, "text");
    return std::string{text_of(parse_message(plaintext)->text->view())};
  };
  EXPECT_EQ(text("a\xff"
                 "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(text("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(text("\xff\r\n"), "\xEF\xBF\xBD\n");
  const std::string all_broken(5'000, '\xff');
  EXPECT_EQ(text(all_broken).size(), kTextBytesMax / 3 * 3) << "longer than it was, but never than a text may be";
  expect_marked(plaintext_with({{4, "\xc0\x80"}}), {kOddContact}, "overlong");
  expect_marked(plaintext_with({{4, std::string(kContactCodePointsMax + 1, 'a')}}), {kOddContact}, "201 code points");
}

TEST(MessagePlaintext, CountsAndLengthsThatDoNotFitAreMarked) {
  expect_marked(plaintext_with({}, 1), {kOddRest}, "a field too few");
  expect_marked(plaintext_with({{1, "a"}}, 0), {kOddRest}, "a field too many");
  expect_marked(plaintext_with({}, kFieldsMax + 1), {kOddRest}, "17 fields");
  expect_marked(plaintext_with({}, 0xffff), {kOddRest}, "65535 fields");
  for (const std::uint16_t size : std::initializer_list<std::uint16_t>{6'000, 0x7fff, 0xffff}) {
    Bytes plaintext = plaintext_with({{1, "a"}, {2, "a@1"}});
    const Bytes length = ByteWriter{2}.u16(size).finish();
    std::ranges::copy(length, plaintext.begin() + static_cast<std::ptrdiff_t>(kFieldsOffset + 4 + 1));
    expect_marked(plaintext, {kOddRest}, "length past the end");
    EXPECT_EQ(text_of(parse_message(plaintext)->text->view()), "a") << "what stands before it is kept";
  }
}

TEST(MessagePlaintext, AnEraseWithAnythingIsRefused) {
  expect_refused(plaintext_with({{1, "a"}}, 1, Kind::kErase), Code::kMalformed, "an erase with text");
  expect_refused(plaintext_with({}, 1, Kind::kErase), Code::kMalformed, "an erase with a field that is none");
  Bytes padded = plaintext_with({}, 0, Kind::kErase);
  padded.back() = 1;
  expect_refused(padded, Code::kMalformed, "an erase with padding");
}

TEST(MessageWriting, RefusesWhatTheReaderWouldRefuse) {
  crypto::SeededRandom random{41};
  const auto refused = [&](auto change) {
    Message message = some_message(random);
    change(message);
    const auto written = write_message(message);
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code, Code::kInvalid);
  };
  refused([](Message& m) { m.text = secret_text(std::string(text_room(m) + 1, 'a')); });
  refused([](Message& m) { m.text = secret_text("\xff"); });
  refused([](Message& m) { m.contact = secret_text(std::string(kContactCodePointsMax + 1, 'a')); });
  refused([](Message& m) { m.pack = PackName{.id = "A", .version = 1}; });
  refused([](Message& m) { m.pack = PackName{.id = "a", .version = 1'000'000}; });
  refused([](Message& m) { m.answers = {{.question = "a", .code = "B"}}; });
  refused([](Message& m) { m.answers.assign(kAnswersMax + 1, {.question = "a", .code = "b"}); });
  refused([](Message& m) { m.kind = Kind::kErase; });
  refused([](Message& m) {  // each within its limit, together too much for the envelope
    m.answers.assign(
        kAnswersMax,
        {.question = "a",
         .code = "b",
         .details = {{"c", std::string(60, 'd')}, {"e", std::string(60, 'f')}, {"g", std::string(60, 'h')}}});
  });
}

TEST(MessageWriting, FillsTheRoomThereIsAndNotAByteMore) {
  crypto::SeededRandom random{44};
  Message message = some_message(random);
  const std::size_t room = text_room(message);
  message.text = secret_text(std::string(room, 'a'));
  EXPECT_EQ(text_room(message), room) << "the text itself is not looked at";
  const auto full = write_message(message);
  ASSERT_TRUE(full.has_value());
  EXPECT_EQ(text_of(parse_message(full->view())->text->view()), std::string(room, 'a'));
  EXPECT_NE(full->view().back(), 0) << "the last byte is the last of the contact words";
  message.text = secret_text(std::string(room + 1, 'a'));
  EXPECT_EQ(write_message(message).error().code, Code::kInvalid);
  EXPECT_EQ(text_room(testing::bare_message(random)), kTextBytesMax);
}

TEST(MessageWriting, AnswersToOneQuestionNameItOnce) {
  const std::vector<Answer> answers{{.question = "a", .code = "b"},
                                    {.question = "a", .code = "c", .details = {{"date", "2026-11-25"}}},
                                    {.question = "ab", .code = "b"},
                                    {.question = "a", .code = "d"}};
  EXPECT_EQ(join_answers(answers), "a=b\n=c;date=2026-11-25\nab=b\na=d");
  crypto::SeededRandom random{45};
  Message message = some_message(random);
  message.answers = answers;
  EXPECT_EQ(parse_message(write_message(message)->view())->answers, answers);
}

// tests/vectors/protocol.json is written by the browser's side (web/shared/protocol/make_vectors.ts).
TEST(MessageWriting, AgreesWithTheBrowser) {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/protocol.json"};
  const auto vectors = nlohmann::json::parse(file).at("plaintexts");
  ASSERT_GE(vectors.size(), 4U);
  for (const auto& vector : vectors) {
    const auto text = [&](const char* name) { return vector.at(name).template get<std::string>(); };
    Bytes plaintext = *from_hex(text("plaintext_without_padding"));
    plaintext.resize(kPlaintextBytes, 0);
    ASSERT_EQ(to_hex(crypto::sha256(plaintext)), text("plaintext_sha256"));
    const auto message = parse_message(plaintext);
    ASSERT_TRUE(message.has_value()) << text("name");
    EXPECT_EQ(message->day, vector.at("day").get<std::uint32_t>());
    EXPECT_EQ(code_of(message->language), text("language"));
    EXPECT_EQ(to_hex(message->id), text("message_id"));
    EXPECT_EQ(to_hex(message->reply_key.bytes), text("reply_public_key"));
    EXPECT_EQ(to_hex(message->mailbox_secret.secret().view()), text("mailbox_secret"));
    EXPECT_EQ(to_hex(message->instance.bytes), text("instance_id"));
    EXPECT_EQ(message->kind == Kind::kErase, text("kind") == "erase");
    const auto written = write_message(*message);
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(to_bytes(written->view()), plaintext) << text("name");
  }
}

}  // namespace
}  // namespace waymark::envelope
