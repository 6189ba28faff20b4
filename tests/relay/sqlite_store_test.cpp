// SqliteStore passes the contract of any store. What is its own alone (a full disk, a damaged file, upgrades) is in
// quota_test, damaged_test and upgrade_test.
#include "relay/sqlite_store.h"

#include "store/temporary_folder.h"
#include "store_contract.h"

namespace waymark::relay {
namespace {

class InAFolder final : public StoreUnderTest {
 public:
  std::unique_ptr<Store> open(const Quotas& quotas) override {
    auto store = SqliteStore::open(folder_.path(), quotas);
    return store ? std::move(*store) : nullptr;
  }

 private:
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(StoreKind{"SQLite", [] { return std::make_unique<InAFolder>(); }}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace waymark::relay
