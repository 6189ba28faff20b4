# Writes OUTPUT, a .cpp with what grammar.json says: cmake -DINPUT=grammar.json -DOUTPUT=… -P embed_grammar.cmake
file(READ ${INPUT} json)
foreach(name first last short_below short_add)
  string(JSON year_${name} GET "${json}" years ${name})
endforeach()
foreach(name past_back future_back future_ahead)
  string(JSON likely_${name} GET "${json}" likely_years ${name})
endforeach()
string(JSON days_max GET "${json}" days_max)
string(JSON count LENGTH "${json}" countries)
set(rows "")
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON code MEMBER "${json}" countries ${i})
  string(JSON names GET "${json}" countries ${code})
  string(JSON name_count LENGTH "${names}")
  math(EXPR last_name "${name_count} - 1")
  set(texts "")
  foreach(n RANGE ${last_name})
    string(JSON name GET "${names}" ${n})
    string(APPEND texts "\"${name}\", ")
  endforeach()
  string(APPEND rows "      {\"${code}\", {${texts}}},\n")
endforeach()
file(WRITE ${OUTPUT}
"// Made at build time from src/envelope/grammar.json; do not edit.
#include \"envelope/grammar.h\"

namespace waymark::envelope {

const Grammar& grammar() {
  static const Grammar read{
      .year_first = ${year_first}, .year_last = ${year_last}, .short_year_below = ${year_short_below},
      .short_year_add = ${year_short_add}, .days_max = ${days_max}, .past_years_back = ${likely_past_back},
      .future_years_back = ${likely_future_back}, .future_years_ahead = ${likely_future_ahead}, .countries = {
${rows}  }};
  return read;
}

}  // namespace waymark::envelope
")
