#include "clerk/page_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "clerk/limits.h"

namespace waymark::clerk {
namespace {

std::string inflated(const Bytes& bytes) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(kPageSizes.back(), '\0');
  Bytes in = bytes;
  stream.next_in = in.data();
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(PageWriter, EveryLengthFallsIntoAClass) {
  for (const std::size_t length : {0U, 1U, 4'088U, 4'089U, 4'090U, 8'191U, 100'000U}) {
    const std::string page(length, 'x');
    EXPECT_THAT(kPageSizes, ::testing::Contains(padded(page).size())) << length;
    EXPECT_TRUE(padded(page).starts_with(page));
  }
}

TEST(PageWriter, NoPageIsTooLong) {
  for (const std::size_t length : {262'138U, 262'144U, 1'000'000U}) {
    const std::string page(length, 'x');
    const std::string sent = padded(page);
    EXPECT_GE(sent.size(), length);
    EXPECT_EQ(sent.size() % kPageSizes.back(), 0U);
    EXPECT_LE(sent.size(), length + kPageSizes.back() + 7) << "seven are the comment's own";
  }
}

TEST(PageWriter, CompressedPagesAreWholeAndOfAClass) {
  std::string page;
  for (int i = 0; i < 3'000; ++i) page += "<p>" + std::to_string(i * 7'919) + "</p>";
  for (const std::size_t length : {std::size_t{1}, std::size_t{500}, page.size() / 2, page.size()}) {
    const Bytes sent = compressed(std::string_view{page}.substr(0, length));
    EXPECT_THAT(kPageSizes, ::testing::Contains(sent.size()));
    EXPECT_EQ(inflated(sent), page.substr(0, length));
  }
}

TEST(PageWriter, CompressesOnlyForWhoeverReadsIt) {
  const PageWriter writer{"p{}", {"https://leave.example"}};
  const auto encoding = [](const http::Response& response) {
    for (const auto& header : response.headers) {
      if (header.name == "Content-Encoding") return header.value;
    }
    return std::string{};
  };
  EXPECT_EQ(encoding(writer.page(200, "<p>", "gzip, deflate")), "gzip");
  EXPECT_EQ(encoding(writer.page(200, "<p>", "")), "");
  EXPECT_EQ(encoding(writer.page(200, "<p>", "gzip;q=0")), "");
}

}  // namespace
}  // namespace waymark::clerk
