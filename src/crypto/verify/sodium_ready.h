// Makes sure that libsodium has chosen its implementations for this processor. Called first by every use of it.
#pragma once

namespace waymark::crypto {

/// Cheap after the first call; safe from any thread. Ends the process if libsodium cannot start.
void sodium_ready();

}  // namespace waymark::crypto
