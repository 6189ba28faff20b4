#include "bridge/answer_letter.h"

#include <array>
#include <cstdio>

#include "base/check.h"
#include "base/encoding.h"

namespace waymark::bridge {
namespace {

/// "Sun, 22 Nov 2026 13:11:12 +0000"
std::string date_field(TimePoint now) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto days = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss time{now - days};
  std::array<char, 48> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                    kDays.at(std::chrono::weekday{days}.c_encoding()), unsigned{date.day()},
                    kMonths.at(unsigned{date.month()} - 1), int{date.year()}, static_cast<int>(time.hours().count()),
                    static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  CHECK(size > 0 && static_cast<std::size_t>(size) < text.size());
  return text.data();
}

}  // namespace

std::string answer_letter(const std::string& from, const std::string& to, const std::string& armor, TimePoint now,
                          crypto::Random& random) {
  constexpr std::size_t kIdBytes = 16;
  CHECK((from + to).find_first_of(" \t\r\n<>,") == std::string::npos);
  std::string letter = "Date: " + date_field(now) + "\r\nFrom: <" + from + ">\r\nTo: <" + to +
                       ">\r\nSubject: Re:\r\nMessage-ID: <" + to_hex(random.array<kIdBytes>()) +
                       from.substr(from.find('@')) +
                       ">\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
                       "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n";
  for (const char c : armor) letter += c == '\n' ? std::string{"\r\n"} : std::string{c};
  return letter;
}

}  // namespace waymark::bridge
