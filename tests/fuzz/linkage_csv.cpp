// A table of any bytes, and the same bytes as decisions about a small table: rows are whole, or one sentence says why
// not.
#include "base/bytes.h"
#include "base/check.h"
#include "linkage/csv.h"
#include "linkage/decisions.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of({data, size});
  const linkage::Workers workers{1};
  if (const auto table = linkage::read_csv(text, {}, workers); table.has_value()) {
    CHECK(table->columns().size() <= linkage::kColumnsMax);
    for (linkage::Row row = 0; row < table->rows(); ++row)
      for (std::size_t column = 0; column < table->columns().size(); ++column)
        CHECK(table->cell(row, column).size() <= linkage::kFieldBytesMax);
  } else {
    CHECK(!table.error().detail.empty());
  }
  linkage::Table people({"id"});
  for (const char* id : {"a", "b", "c"}) people.add_row({id});
  if (const auto list = linkage::read_decisions(text, people, "id", workers); list.has_value()) {
    CHECK(list->decisions.size() <= 3);
    for (const linkage::Decision& decision : list->decisions)
      CHECK(decision.a < decision.b && decision.b < people.rows());
  }
  return 0;
}
