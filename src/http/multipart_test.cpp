// Forms as browsers send them, and everything else that somebody may send.
#include "http/multipart.h"

#include <gtest/gtest.h>

namespace waymark::http {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=----WebKitFormBoundaryAbC";

std::string part(std::string_view head, std::string_view value) {
  return "------WebKitFormBoundaryAbC\r\n" + std::string{head} + "\r\n\r\n" + std::string{value} + "\r\n";
}
std::string field(std::string_view name, std::string_view value) {
  return part("Content-Disposition: form-data; name=\"" + std::string{name} + "\"", value);
}
constexpr std::string_view kEnd = "------WebKitFormBoundaryAbC--\r\n";

std::optional<Code> error_of(std::string_view body, std::string_view type = kType) {
  const auto form = read_form(type, body);
  return form ? std::nullopt : std::optional{form.error().code};
}

TEST(Multipart, FieldsComeInTheirOrderAsTheyWereTyped) {
  const std::string text = "Первая строка\r\n--не граница\r\n\r\n100 % & = + конец";
  const auto form =
      read_form(kType, field("asked", "text need") + field("text", text) + field("go_answers", "") + std::string{kEnd});
  ASSERT_TRUE(form.has_value());
  ASSERT_EQ(form->size(), 3U);
  EXPECT_EQ(value_of(*form, "asked"), "text need");
  EXPECT_EQ(value_of(*form, "text"), text);
  EXPECT_EQ(value_of(*form, "go_answers"), "");
}

// As Firefox, Lynx and w3m do: a quoted or a bare boundary, other cases, a type of the field.
TEST(Multipart, OtherBrowsersWriteItOtherwise) {
  const std::string body =
      "--xYz\r\ncontent-disposition: form-data; name=\"text\"\r\nContent-Type: text/plain; "
      "charset=utf-8\r\n\r\nда\r\n--xYz--\r\n";
  for (const char* type : {"multipart/form-data; boundary=xYz", "Multipart/Form-Data;boundary=\"xYz\"",
                           "multipart/form-data; charset=UTF-8; boundary=xYz"}) {
    const auto form = read_form(type, body);
    ASSERT_TRUE(form.has_value()) << type;
    EXPECT_EQ(value_of(*form, "text"), "да") << type;
  }
  EXPECT_EQ(read_form("multipart/form-data; boundary=xYz", "--xYz--")->size(), 0U);
}

TEST(Multipart, TheOtherWayIsStillRead) {
  for (const char* type : {"", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-8"})
    EXPECT_EQ(value_of(*read_form(type, "a=%D1%8F+x"), "a"), "я x") << type;
}

TEST(Multipart, WhatIsNotAFormIsRefused) {
  const std::string good = field("a", "b") + std::string{kEnd};
  for (std::size_t length = 0; length + 4 < good.size(); ++length)
    EXPECT_EQ(error_of(good.substr(0, length)), Code::kMalformed) << length;
  EXPECT_EQ(error_of(good, "text/plain"), Code::kMalformed);
  EXPECT_EQ(error_of(good, "multipart/form-data"), Code::kMalformed);
  EXPECT_EQ(error_of(good, "multipart/form-data; boundary="), Code::kMalformed);
  EXPECT_EQ(error_of(good, "multipart/form-data; boundary=" + std::string(71, 'x')), Code::kMalformed);
  EXPECT_EQ(error_of(good, "multipart/form-data; boundary=other"), Code::kMalformed);
  EXPECT_EQ(error_of("before" + good), Code::kMalformed);
  EXPECT_EQ(error_of(part("Content-Disposition: form-data; name=\"a\"; filename=\"x\"", "b") + std::string{kEnd}),
            Code::kMalformed);
  EXPECT_EQ(error_of(part("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64", "b") +
                     std::string{kEnd}),
            Code::kMalformed);
  EXPECT_EQ(
      error_of(part("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"c\"", "b") +
               std::string{kEnd}),
      Code::kMalformed);
  EXPECT_EQ(error_of(part("Content-Disposition: form-data", "b") + std::string{kEnd}), Code::kMalformed);
  EXPECT_EQ(error_of(part("X: y", "b") + std::string{kEnd}), Code::kMalformed);
}

TEST(Multipart, HasBounds) {
  std::string many;
  for (std::size_t i = 0; i < kFormFieldsMax; ++i) many += field("a", "");
  EXPECT_EQ(read_form(kType, many + std::string{kEnd})->size(), kFormFieldsMax);
  EXPECT_EQ(error_of(many + field("a", "") + std::string{kEnd}), Code::kTooLarge);
  EXPECT_EQ(error_of(part("X: " + std::string(kPartHeadBytesMax, 'y'), "b") + std::string{kEnd}), Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::http
