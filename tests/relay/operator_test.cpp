// What whoever runs the machine is told: states, no counts; and a damaged database that is whole again.
#include <gtest/gtest.h>

#include <fstream>

#include "http/raw_socket.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

class Operators : public testing::Test {
 protected:
  std::string ask(std::string_view path) {
    const std::string request = "GET " + std::string{path} + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    return http::ask(under_test_.relay().operator_port(), request);
  }
  /// The value of a metric; -99 when it is not told.
  int metric(std::string_view name) {
    const std::string text = http::body_of(ask("/metrics"));
    const std::string line = "\nwaymark_relay_" + std::string{name} + " ";
    const std::size_t at = text.find(line);
    return at == std::string::npos ? -99 : std::stoi(text.substr(at + line.size()));
  }
  RelayUnderTest under_test_;
};

TEST_F(Operators, HealthIsOneLineThatSaysWhatToDo) {
  EXPECT_EQ(http::status_of(ask("/healthz")), "503");
  EXPECT_EQ(http::body_of(ask("/healthz")), "no roster yet: the desk has not published\n");
  under_test_.open_for_requests();
  EXPECT_EQ(http::body_of(ask("/healthz")), "ok\n");
  under_test_.clock().set(start_of_day(kToday + 40));
  EXPECT_EQ(http::status_of(ask("/healthz")), "503");
  EXPECT_NE(http::body_of(ask("/healthz")).find("past its date"), std::string::npos);
}

TEST_F(Operators, MetricsTellStatesAndNothingThatOneEnvelopeChanges) {
  EXPECT_EQ(metric("roster_days_left"), -1);
  under_test_.open_for_requests();
  EXPECT_EQ(metric("roster_days_left"), 30);
  EXPECT_EQ(metric("reads"), 1);
  const std::string before = http::body_of(ask("/metrics"));
  for (int i = 0; i < 5; ++i) ASSERT_EQ(under_test_.put(kToday, under_test_.office().envelope()).status, 200);
  under_test_.get("/");
  EXPECT_EQ(http::body_of(ask("/metrics")), before) << "a series of these would say when somebody wrote";
}

TEST_F(Operators, FullIsSeenAsTenthsAndAsAState) {
  under_test_.restart(
      {.quotas = {.per_day = 10, .in_all = 10, .reserve = 0, .token_reserve = 0, .disk_reserve_bytes = 0}});
  under_test_.open_for_requests();
  for (int i = 0; i < 5; ++i) under_test_.put(kToday, under_test_.office().envelope());
  EXPECT_EQ(metric("envelopes_tenths"), 5);
  EXPECT_EQ(metric("full"), 0);
  for (int i = 0; i < 6; ++i) under_test_.put(kToday, under_test_.office().envelope());
  EXPECT_EQ(metric("envelopes_tenths"), 10);
  EXPECT_EQ(metric("full"), 1);
  EXPECT_EQ(http::body_of(ask("/healthz")), "full: quota or disk\n");
}

TEST_F(Operators, WhatIsDamagedIsToldAndWholeAgainItGoesOn) {
  under_test_.open_for_requests();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(under_test_.put(kToday, under_test_.office().envelope()).status, 200);
  const auto change = [&](const std::string& sql) {
    auto db = *store::Connection::open(under_test_.folder() / "relay.db");
    ASSERT_TRUE(db->run_script(sql));
  };
  change(
      "CREATE TABLE aside AS SELECT seq, blob FROM envelope; UPDATE envelope SET blob = zeroblob(8192) WHERE seq = 2;");
  EXPECT_EQ(said(under_test_.desk("/desk/v1/pull", Bytes{2, 0})), "503 busy");
  EXPECT_EQ(said(under_test_.put(kToday, under_test_.office().envelope())), "503 busy");
  EXPECT_EQ(metric("damaged"), 1);
  EXPECT_NE(http::body_of(ask("/healthz")).find("damaged"), std::string::npos);
  EXPECT_FALSE(under_test_.relay().do_chores()) << "still damaged";
  change("UPDATE envelope SET blob = (SELECT blob FROM aside WHERE aside.seq = envelope.seq);");
  EXPECT_TRUE(under_test_.relay().do_chores()) << "a disk that could not be read for a moment";
  EXPECT_EQ(said(under_test_.put(kToday, under_test_.office().envelope())), "200 stored");
  EXPECT_EQ(under_test_.pull().size(), 4u);
  EXPECT_EQ(metric("damaged"), 0);
}

}  // namespace
}  // namespace waymark::relay
