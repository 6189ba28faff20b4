#include "base/bytes.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(ByteWriter, WritesBigEndian) {
  ByteWriter writer;
  writer.u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).put("ab").pad_to(20);
  EXPECT_EQ(writer.finish(), (Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 'a', 'b', 0, 0, 0}));
}

TEST(ByteReader, ReadsWhatTheWriterWrote) {
  ByteWriter writer;
  writer.u8(7).u16(65535).u32(1U << 31U).u64(1ULL << 63U).put("xyz");
  const Bytes bytes = writer.finish();
  ByteReader reader{bytes};
  EXPECT_EQ(reader.u8().value(), 7);
  EXPECT_EQ(reader.u16().value(), 65535);
  EXPECT_EQ(reader.u32().value(), 1U << 31U);
  EXPECT_EQ(reader.u64().value(), 1ULL << 63U);
  EXPECT_EQ(text_of(reader.take(3).value()), "xyz");
  EXPECT_EQ(reader.remaining(), 0U);
}

TEST(ByteReader, FailsSoftlyAndMovesNothingAtTheEnd) {
  const Bytes bytes{1, 2, 3};
  ByteReader reader{bytes};
  const auto result = reader.u32();
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Code::kTruncated);
  EXPECT_EQ(reader.remaining(), 3U);
  EXPECT_FALSE(reader.array<4>().has_value());
  EXPECT_FALSE(reader.take(SIZE_MAX).has_value());
}

TEST(ByteReader, KnowsZeroPadding) {
  const Bytes zeros(5, 0);
  const Bytes dirty{0, 0, 1};
  EXPECT_TRUE(ByteReader{zeros}.rest_is_zero());
  EXPECT_TRUE(ByteReader{ByteView{}}.rest_is_zero());
  EXPECT_FALSE(ByteReader{dirty}.rest_is_zero());
}

TEST(Bytes, ComparesInConstantTime) {
  EXPECT_TRUE(equal_constant_time(view_of("same"), view_of("same")));
  EXPECT_FALSE(equal_constant_time(view_of("same"), view_of("sane")));
  EXPECT_FALSE(equal_constant_time(view_of("a"), view_of("ab")));
}

TEST(ByteWriterDeathTest, RefusesToCut) { EXPECT_DEATH(ByteWriter{}.put("abc").pad_to(2), "CHECK failed"); }

}  // namespace
}  // namespace waymark
