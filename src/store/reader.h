// Reader: one read-only connection that several threads share, one at a time. It sees what has been committed.
#pragma once

#include <memory>
#include <mutex>
#include <type_traits>

#include "store/connection.h"

namespace waymark::store {

class Reader {
 public:
  /// @error as Connection::open
  static Result<std::unique_ptr<Reader>> open(const std::filesystem::path& file) {
    LET(auto connection, Connection::open(file, {.query_only = true}));
    return std::unique_ptr<Reader>{new Reader{std::move(connection)}};
  }

  /// Runs `query` (a function of Connection&) with the connection to itself. Rows must not leave it. @thread any
  template <class Query>
  auto read(Query query) -> std::invoke_result_t<Query, Connection&> {
    const std::lock_guard lock{mutex_};
    return query(*connection_);
  }

 private:
  explicit Reader(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace waymark::store
