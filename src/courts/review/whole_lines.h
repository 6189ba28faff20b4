// How much of a CSV text is whole records: the rest was being written when a program was stopped.
#pragma once

#include <cstddef>
#include <string_view>

namespace waymark::courts {

/// Bytes up to and with the last line end that stands outside quotes; 0 if there is none.
std::size_t whole_lines_bytes(std::string_view csv);

}  // namespace waymark::courts
