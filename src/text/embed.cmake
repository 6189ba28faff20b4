# cmake -DOUTPUT=FILE -DINPUTS="a.ru.json;…" -P embed.cmake: writes the catalogues as bytes into one source file.
set(arrays "")
set(rows "")
set(number 0)
foreach(input IN LISTS INPUTS)
  get_filename_component(name ${input} NAME)
  if(NOT name MATCHES "^(.+)\\.(ru|uk|en)\\.json$")
    message(FATAL_ERROR "${name}: expected AREA.LANGUAGE.json")
  endif()
  set(area ${CMAKE_MATCH_1})
  set(language ${CMAKE_MATCH_2})
  file(READ ${input} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr unsigned char kFile${number}[] = {${bytes}0};\n")
  string(APPEND rows "    files.push_back(make(\"${area}\", \"${language}\", kFile${number}, sizeof kFile${number} - 1));\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT}.new
"// Made by src/text/embed.cmake from web/shared/texts; do not edit.
#include \"text/catalogue.h\"

#include \"base/check.h\"

namespace waymark::text {
namespace {

${arrays}
CatalogueFile make(const char* area, const char* language, const unsigned char* bytes, std::size_t size) {
  const auto parsed = language_from_code(language);
  CHECK(parsed.has_value());
  return {area, *parsed, std::string(bytes, bytes + size)};
}

}  // namespace

std::span<const CatalogueFile> embedded_files() {
  static const std::vector<CatalogueFile> all = [] {
    std::vector<CatalogueFile> files;
${rows}    return files;
  }();
  return all;
}

}  // namespace waymark::text
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
