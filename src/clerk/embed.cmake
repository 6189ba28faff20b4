# cmake -DOUTPUT=FILE -DINPUTS="before.tpl;…" -P embed.cmake: writes templates and style sheets as bytes into one source file.
set(arrays "")
set(rows "")
set(number 0)
foreach(input IN LISTS INPUTS)
  get_filename_component(name ${input} NAME)
  file(READ ${input} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr unsigned char kFile${number}[] = {${bytes}0};\n")
  string(APPEND rows "    files.push_back({\"${name}\", std::string(kFile${number}, kFile${number} + sizeof kFile${number} - 1)});\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT}.new
"// Made by src/clerk/embed.cmake from web/clerk and web/shared/tokens.css; do not edit.
#include \"clerk/book.h\"

namespace waymark::clerk {
namespace {

${arrays}
}  // namespace

std::span<const http::TemplateSource> embedded_pages() {
  static const std::vector<http::TemplateSource> all = [] {
    std::vector<http::TemplateSource> files;
${rows}    return files;
  }();
  return all;
}

}  // namespace waymark::clerk
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
