// What any store of a relay must pass: relay/store.h as tests. A store joins by a StoreUnderTest and one
// INSTANTIATE_TEST_SUITE_P of its own.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "office.h"
#include "relay/store.h"

namespace waymark::relay {

inline constexpr Quotas kContractQuotas{.disk_reserve_bytes = 0};

/// Where a store lies for the time of one test. Owns the folder or the database.
class StoreUnderTest {
 public:
  StoreUnderTest() = default;
  virtual ~StoreUnderTest() = default;
  StoreUnderTest(const StoreUnderTest&) = delete;
  StoreUnderTest& operator=(const StoreUnderTest&) = delete;
  /// Opens it, the first time or again; the one before is closed by then.
  virtual std::unique_ptr<Store> open(const Quotas& quotas) = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;  ///< null when its server is absent
};

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override;
  void TearDown() override { store_.reset(); }
  void reopen(const Quotas& quotas = kContractQuotas);
  Store& store() { return *store_; }

  // Calls that answer later, waited for.
  Result<HalfOutcome> put(std::uint32_t day, const Bytes& envelope, Admission admission = {});
  Result<HalfOutcome> put_half(std::uint32_t day, const Bytes& envelope, bool second, Admission admission = {});
  Result<HalfOutcome> put_half(std::uint32_t day, Half half, Admission admission = {});
  Result<HalfOutcome> find(const RowId& id);

  struct Pulled {
    RowId id{};
    std::uint32_t day = 0;
    Bytes blob;
  };
  std::vector<Pulled> pulled(std::size_t limit = kPullMax);
  PushedReply reply(std::uint8_t id, std::uint8_t token, std::uint8_t keep_days = 30);
  PushOutcome push(const PushedReply& reply, std::uint32_t today);
  Office& office() { return office_; }

  static constexpr std::uint32_t kDay = 20'779;

 private:
  Office office_{kDay};
  std::unique_ptr<StoreUnderTest> under_test_;
  std::unique_ptr<Store> store_;
};

}  // namespace waymark::relay
