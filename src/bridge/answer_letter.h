// The letter that carries an answer: its words and its size are the same for everybody and say nothing of whose it is.
// @source docs/spec/mail.md "Answer letter"; RFC 5322; RFC 3834
#pragma once

#include <string>

#include "base/clock.h"
#include "crypto/random.h"

namespace waymark::bridge {

/// Lines end in CRLF.
/// @param from,to plain addresses, as checked by the configuration and by return_address
/// @param armor of envelope::to_armor
std::string answer_letter(const std::string& from, const std::string& to, const std::string& armor, TimePoint now,
                          crypto::Random& random);

}  // namespace waymark::bridge
