// What is left behind: nothing of an envelope after the acknowledgement, nothing of a requester in the log.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/encoding.h"
#include "http/raw_socket.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

TEST(Traces, AcknowledgedContentIsInNoFile) {
  RelayUnderTest under_test;
  under_test.open_for_requests();
  const Bytes gone = under_test.office().envelope();
  const Bytes kept = under_test.office().envelope();
  ASSERT_EQ(under_test.put(kToday, gone).status, 200);
  ASSERT_EQ(under_test.put(kToday, kept).status, 200);
  EXPECT_GE(files_with(under_test.folder(), gone), 1) << "or this test looks in the wrong place";
  ASSERT_EQ(under_test.ack({row_id_of(kToday, gone)}), 1);
  EXPECT_EQ(files_with(under_test.folder(), gone), 0);
  EXPECT_GE(files_with(under_test.folder(), kept), 1);
}

TEST(Traces, ADeletedReplyIsInNoFile) {
  RelayUnderTest under_test;
  const Bytes blob = under_test.office().envelope();
  const Bytes token(32, 9);
  const RowId id{1, 2, 3};
  under_test.desk("/desk/v1/push",
                  ByteWriter{}.u16(1).put(id).put(crypto::sha256(token)).u8(kReplyDays).put(blob).finish());
  EXPECT_GE(files_with(under_test.folder(), blob), 1);
  ASSERT_EQ(under_test.post("/v1/delete", ByteWriter{}.put(id).put(token).pad_to(kDeleteBytes).finish()).status, 200);
  EXPECT_EQ(files_with(under_test.folder(), blob), 0);
}

TEST(Traces, TheLogSaysNothingAboutRequests) {
  RelayUnderTest under_test;
  under_test.open_for_requests();
  const std::size_t before = under_test.log_lines().size();
  const Bytes envelope = under_test.office().envelope();
  under_test.put(kToday, envelope);
  under_test.put(kToday, Bytes(5));
  under_test.put(kToday + 9, envelope);
  under_test.post("/v1/poll", Bytes(kPollBytes));
  under_test.post("/v1/delete", Bytes(kDeleteBytes));
  under_test.get("/a/path/with/a/name?q=petrov");
  under_test.desk_with("/desk/v1/status", {}, "v1 forged");
  http::ask(under_test.public_port(),
            "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
  http::ask(under_test.public_port(), "rubbish\r\n\r\n");
  EXPECT_EQ(under_test.log_lines().size(), before);
  under_test.ack({row_id_of(kToday, envelope)});
  EXPECT_EQ(under_test.log_lines().size(), before);
}

TEST(Traces, TheDatabaseHasNoTimeFinerThanTheDay) {
  RelayUnderTest under_test;
  under_test.open_for_requests();
  const Bytes envelope = under_test.office().envelope();
  ASSERT_EQ(under_test.put(kToday, envelope).status, 200);
  under_test.stop();
  auto db = *store::Connection::open(under_test.folder() / "relay.db");
  std::vector<std::string> columns;
  auto rows = *db->query(
      "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c "
      "WHERE m.type = 'table' AND m.name IN ('envelope', 'reply') ORDER BY 1");
  while (*rows.next()) columns.emplace_back(rows.text(0));
  EXPECT_EQ(columns,
            (std::vector<std::string>{"envelope.blob", "envelope.copy", "envelope.day", "envelope.id",
                                      "envelope.receipt", "envelope.seq", "envelope.size_class", "reply.blob",
                                      "reply.expires_day", "reply.id", "reply.seq", "reply.sum", "reply.token_hash"}));
}

}  // namespace
}  // namespace waymark::relay
