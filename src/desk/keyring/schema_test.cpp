#include "desk/keyring/schema.h"

#include <gtest/gtest.h>

#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

/// Every version there ever was can be brought to the newest: from an empty file through each step.
TEST(DeskSchema, EveryVersionIsUpgraded) {
  const store::Schema& newest = desk_schema();
  for (std::size_t version = 0; version <= newest.steps.size(); ++version) {
    auto connection = store::Connection::open_in_memory().value();
    const store::Schema old{.application_id = newest.application_id, .steps = newest.steps.first(version)};
    if (version > 0) {
      ASSERT_TRUE(store::migrate(*connection, old).has_value());
      ASSERT_TRUE(connection->run_script("INSERT INTO office VALUES ('instance', x'01')").has_value());
    }
    ASSERT_TRUE(store::migrate(*connection, newest).has_value());
    EXPECT_EQ(store::version_of(*connection, newest).value(), static_cast<std::int64_t>(newest.steps.size()));
    if (version > 0) {
      EXPECT_EQ(connection->number("SELECT count(*) FROM office").value(), 1);
    }
  }
}

TEST(DeskSchema, ANewerFileIsRefused) {
  const auto folder = store::TemporaryFolder::make().value();
  const auto file = folder.path() / "desk.sqlite";
  {
    auto connection = open_desk_store(file).value();
    ASSERT_TRUE(connection->run_script("PRAGMA user_version = 99").has_value());
  }
  EXPECT_EQ(open_desk_store(file).error().code, Code::kUnsupported);
}

}  // namespace
}  // namespace waymark::desk
