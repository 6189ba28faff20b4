// Writes a made-up table of people to standard output: linkage_make_people RECORDS [SEED]
#include <charconv>
#include <cstdio>
#include <cstring>

#include "people.h"

int main(int argc, char** argv) {
  std::uint32_t records = 0;
  std::uint64_t seed = 1;
  const auto read = [](const char* text, auto& number) {
    const auto [end, error] = std::from_chars(text, text + std::strlen(text), number);
    return error == std::errc{} && *end == '\0';
  };
  if (argc < 2 || argc > 3 || !read(argv[1], records) || (argc == 3 && !read(argv[2], seed)) || records == 0 ||
      records > 20'000'000) {
    std::fputs("Usage: linkage_make_people RECORDS [SEED], 1 to 20000000 records\n", stderr);
    return 2;
  }
  const std::string csv = waymark::testing::people_csv(records, seed);
  return std::fwrite(csv.data(), 1, csv.size(), stdout) == csv.size() ? 0 : 1;
}
