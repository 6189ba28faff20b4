// The relay's tables in PostgreSQL, in a schema `waymark_relay` of their own. What is not in them cannot leak: no
// address, no agent, no time finer than the day. Blobs lie in one partition a day, which is dropped, not deleted from.
// @source docs/spec/relay.md "In PostgreSQL"
#pragma once

#include "crypto/verify/instance_id.h"
#include "relay/refusal.h"
#include "store/postgres.h"

namespace waymark::relay {

/// Another one for every change of the tables; the steps between are never edited once released.
inline constexpr std::int64_t kPostgresSchema = 3;
/// That of Debian 12.
inline constexpr int kPostgresOldest = 150'000;

/// Makes the tables in an empty database, brings older ones to this version, and refuses every other: each refusal is a
/// sentence that says what to do. The first relay names the organisation; one of another is refused.
/// @param where  the hosts, for sentences
OrRefusal<void> prepare_database(store::PgConnection& db, const crypto::InstanceId& instance, const std::string& where);

/// Refuses a server that waits for no standby before it says that a commit is durable.
OrRefusal<void> check_standby(store::PgConnection& db, const std::string& where);

/// The same two at a connection that is opened anew: no sentence, nothing is made.
/// @error kWrongInstance, kUnsupported
Result<void> check_again(store::PgConnection& db, const crypto::InstanceId& instance);

enum class Blobs { kEnvelopes, kReplies };
/// Makes the partition of a day, if it is not there.
Result<void> make_partition(store::PgConnection& db, Blobs of, std::uint32_t day);
/// Drops the partitions of days before `before` that no row names any more.
Result<void> drop_partitions(store::PgConnection& db, Blobs of, std::uint32_t before);

}  // namespace waymark::relay
