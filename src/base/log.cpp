#include "base/log.h"

#include <cstdio>

namespace waymark {

Log Log::to_stderr(Literal program) {
  return Log{[program](std::string_view line) {
    std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(program.text().size()), program.text().data(),
                 static_cast<int>(line.size()), line.data());
  }};
}

Log Log::to_nothing() {
  return Log{[](std::string_view) {}};
}

void Log::event(Literal name, std::initializer_list<LogField> fields) const {
  std::string line{name.text()};
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name.text();
    line += '=';
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      line += std::get<Literal>(field.value).text();
    }
  }
  sink_(line);
}

}  // namespace waymark
